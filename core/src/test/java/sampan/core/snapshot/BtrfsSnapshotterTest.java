package sampan.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import sampan.core.error.EngineException;
import sampan.oci.store.Trash;

@EnabledIf("sampan.core.snapshot.LoopFileSystem#isPossible")
final class BtrfsSnapshotterTest extends SnapshotterContract {
    private LoopFileSystem disk;

    @Override
    String driver() {
        return "btrfs";
    }

    @Override
    Path place() throws Exception {
        disk = LoopFileSystem.btrfs(temporary);
        return disk.place();
    }

    @Override
    void leave() throws Exception {
        disk.close();
    }

    @Test
    void theImageIsCopiedOnceAndItsBlocksNever() throws Exception {
        Path layer = Files.createDirectories(folder.resolve("large/fs"));
        Files.write(layer.resolve("file"), new byte[64 << 20]);
        try (Trash other = Trash.open(folder.resolve("other"));
                Snapshotter snapshotter = Snapshotters.open(folder.resolve("other"), other, Optional.of("btrfs"))) {
            long before = disk.used();
            for (int i = 0; i < 20; i++) {
                snapshotter.prepare("c" + i, List.of(layer), false);
            }
            assertThat(disk.used() - before).isLessThan(16 << 20);
            assertThat(folder.resolve("large").toFile().list()).hasSize(2);
            assertThat(snapshotter.usage("c7")).isZero();
            for (int i = 0; i < 20; i++) {
                snapshotter.remove("c" + i);
            }
            assertThat(folder.resolve("other/snapshots").toFile().list()).isEmpty();
        }
    }

    @Test
    void elsewhereItIsRefused() throws Exception {
        try (Trash other = Trash.open(temporary.resolve("elsewhere"))) {
            assertThatThrownBy(() -> Snapshotters.open(temporary.resolve("elsewhere"), other, Optional.of("btrfs")))
                    .isInstanceOf(EngineException.NotSupported.class)
                    .hasMessage("storage driver btrfs is not supported here: " + temporary.resolve("elsewhere")
                            + " does not lie on btrfs");
        }
    }
}
