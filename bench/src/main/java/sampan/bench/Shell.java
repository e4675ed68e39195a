package sampan.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs programs: to their end with their output, or in the background. */
final class Shell {
    private Shell() {}

    /** Runs to the end. @throws IOException when it does not exit with 0; the message holds all output */
    static String run(List<String> command) throws IOException {
        return run(command, Map.of());
    }

    static String run(List<String> command, Map<String, String> environment) throws IOException {
        Path errors = Files.createTempFile("bench", ".err");
        try {
            var builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(
                        String.join(" ", command) + " ended with " + code + ": " + output + Files.readString(errors));
            }
            return output;
        } catch (InterruptedException e) {
            throw new IOException("interrupted while waiting for " + command.getFirst(), e);
        } finally {
            Files.delete(errors);
        }
    }

    /** For /bin/sh; no word of ours needs quotes. */
    static String line(List<String> words) {
        return String.join(" ", words);
    }

    static Process background(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Ends a process of ours: SIGTERM, and SIGKILL when it stays longer than 20 s. */
    static void end(Process process) throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(java.time.Duration.ofSeconds(20))) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted while a process ended", e);
        }
    }
}
