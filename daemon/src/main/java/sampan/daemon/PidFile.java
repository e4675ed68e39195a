package sampan.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file with the engine's process id. A living process in it is another engine. */
final class PidFile implements AutoCloseable {
    private final Path path;

    private PidFile(Path path) {
        this.path = path;
    }

    static void refuseWhenServed(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            String old = Files.readString(path, StandardCharsets.ISO_8859_1).strip();
            if (old.matches("[1-9][0-9]{0,9}") && Files.exists(Path.of("/proc", old)) && Long.parseLong(old) != pid()) {
                throw new IOException(
                        "process with PID " + old + " is still running, and " + path + " is its pid file");
            }
        }
    }

    /** Of this process. */
    static PidFile write(Path path) throws IOException {
        refuseWhenServed(path);
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(path, Long.toString(pid()), StandardCharsets.US_ASCII);
        return new PidFile(path);
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
