package sampan.conformance;

import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An engine that was started as a service is: in the foreground, with flags. */
final class DaemonStart {
    private DaemonStart() {}

    static List<String> words(Sampan sampan, String... flags) {
        List<String> words = new ArrayList<>(List.of(
                "--data-root",
                sampan.dataRoot().toString(),
                "--exec-root",
                sampan.execRoot().toString(),
                "daemon"));
        words.addAll(List.of(flags));
        return words;
    }

    /**
     * Returns when it answers or has ended.
     *
     * @param told file that gets what it prints
     * @param before a command that runs the daemon in its place
     */
    static Process of(Sampan sampan, Path told, List<String> before, String... flags) throws IOException {
        ProcessBuilder daemon = sampan.command(words(sampan, flags).toArray(String[]::new));
        daemon.command().addAll(0, before);
        Process process =
                daemon.redirectErrorStream(true).redirectOutput(told.toFile()).start();
        await().until(() -> Files.exists(sampan.execRoot().resolve("front.sock")) || !process.isAlive());
        return process;
    }
}
