package sampan.runtime.seccomp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Docker's default profile, where a folder beside the checkout has it; it is not part of this repository. */
final class DockerProfile {
    private static final int LEVELS = 6;

    private DockerProfile() {}

    /** A file of {@code shared/specs/moby}, looked for in the parents of the working directory. */
    static Optional<byte[]> file(String name) throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        for (int i = 0; i < LEVELS && folder != null; i++, folder = folder.getParent()) {
            Path file = folder.resolve("shared/specs/moby").resolve(name);
            if (Files.isReadable(file)) {
                return Optional.of(Files.readAllBytes(file));
            }
        }
        System.out.println("no shared/specs/moby/" + name + " beside the checkout: the comparison is skipped");
        return Optional.empty();
    }
}
