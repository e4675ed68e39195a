package sampan.core.log.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sampan.core.config.ContainerConfig;

/**
 * Whose log it is.
 *
 * @param imageId with its algorithm
 * @param options of the driver
 */
public record LogSubject(
        String id, String name, Instant created, String imageId, ContainerConfig config, Map<String, String> options) {
    private static final int SHORT = 12;

    /** Of this machine. */
    public static String hostname() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException unreadable) {
            return "localhost";
        }
    }

    public String shortId() {
        return id.substring(0, SHORT);
    }

    /** As it was asked for. */
    public String imageName() {
        return config.image();
    }

    /** What is run, and its arguments. */
    public List<String> words() {
        return Stream.concat(config.ownEntrypoint().orElse(List.of()).stream(), config.cmd().stream())
                .toList();
    }
}
