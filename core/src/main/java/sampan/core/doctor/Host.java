package sampan.core.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sampan.kernel.file.Read;

/** Small facts of the host. */
final class Host {
    private static final List<String> PROGRAMS = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/bin");
    private static final List<String> LIBRARIES =
            List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/lib");

    private Host() {}

    static boolean exists(String path) {
        return Files.exists(Path.of(path));
    }

    /** The text of a small file without blanks around it. */
    static Optional<String> text(String path) {
        try {
            return exists(path) ? Optional.of(Read.text(Path.of(path)).strip()) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    static boolean knowsFileSystem(String name) {
        return text("/proc/filesystems").orElse("").lines().anyMatch(line -> line.endsWith("\t" + name));
    }

    static boolean hasProgram(String name) {
        return PROGRAMS.stream().anyMatch(folder -> exists(folder + "/" + name));
    }

    static boolean hasLibrary(String name) {
        return LIBRARIES.stream().anyMatch(folder -> exists(folder + "/" + name));
    }
}
