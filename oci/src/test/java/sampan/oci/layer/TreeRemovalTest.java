package sampan.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.Fd;
import sampan.kernel.file.Mkdir;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;

final class TreeRemovalTest {
    @TempDir
    Path folder;

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private void remove(String name) throws Exception {
        try (Fd parent = Open.directory(folder)) {
            TreeRemoval.remove(parent, bytes(name));
        }
    }

    @Test
    void removesWithoutFollowing() throws Exception {
        Path canary = Files.createDirectories(folder.resolve("canary/inside"));
        Path tree = Files.createDirectories(folder.resolve("tree/a/b/c"));
        Files.createSymbolicLink(tree.resolve("out"), canary);
        Files.writeString(tree.resolve("file"), "x");
        remove("tree");
        assertThat(folder.resolve("tree")).doesNotExist();
        assertThat(canary).exists();
    }

    @Test
    void removesFilesLinksAndWhatIsNotThere() throws Exception {
        Files.createSymbolicLink(folder.resolve("l"), Path.of("/etc"));
        remove("l");
        remove("nothing");
        assertThat(folder).isEmptyDirectory();
        assertThat(Path.of("/etc/passwd")).exists();
    }

    @Test
    void removesATreeDeeperThanAnyPath() throws Exception {
        Fd at = Open.directory(folder);
        for (int i = 0; i < 5000; i++) {
            Mkdir.at(at, bytes("d"), 0700);
            Mkdir.at(at, bytes("e"), 0700);
            try (Fd parent = at) {
                at = Open.at(parent, bytes("d"), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY, 0);
            }
        }
        at.close();
        remove("d");
        assertThat(folder.resolve("d")).doesNotExist();
    }
}
