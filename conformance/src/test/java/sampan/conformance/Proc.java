package sampan.conformance;

import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** proc(5), as far as the tests ask; a process that is gone has empty files. */
final class Proc {
    private Proc() {}

    static String arguments(long pid) {
        return read(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ').strip();
    }

    /** Waits until some process of the machine has this command line: what is typed or sent next, it gets. */
    static void awaitRunning(String commandLine) {
        await().until(() -> ProcessHandle.allProcesses()
                .anyMatch(process -> arguments(process.pid()).equals(commandLine)));
    }

    static String status(long pid, String field) {
        return read(Path.of("/proc/" + pid + "/status"))
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }
}
