package sampan.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** cgroups(7), "Cgroups delegation". */
final class CgroupOwnerTest {
    @TempDir
    Path folder;

    @Test
    void theFolderAndTheFilesThatTheKernelNamesChangeHands() throws IOException {
        Files.createFile(folder.resolve("cgroup.procs"));
        Files.createFile(folder.resolve("memory.max"));
        CgroupOwner.give(folder, 100_000);
        assertThat(Files.getAttribute(folder, "unix:uid")).isEqualTo(100_000);
        assertThat(Files.getAttribute(folder.resolve("cgroup.procs"), "unix:uid"))
                .isEqualTo(100_000);
        assertThat(Files.getAttribute(folder.resolve("memory.max"), "unix:uid")).isEqualTo(0);
    }
}
