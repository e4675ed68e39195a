package sampan.kernel.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.Fd;

final class TopFolderTest {
    @TempDir
    Path folder;

    @Test
    void marksAFolderOfExt4AndHarmsNoOther() throws Exception {
        try (Fd fd = Open.open(folder, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
            boolean marked = TopFolder.mark(fd);
            assertThat(marked).isEqualTo(Files.getFileStore(folder).type().startsWith("ext"));
        }
        try (Fd proc = Open.open(Path.of("/proc"), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
            assertThat(TopFolder.mark(proc)).isFalse();
        }
        Files.createDirectory(folder.resolve("below"));
    }
}
