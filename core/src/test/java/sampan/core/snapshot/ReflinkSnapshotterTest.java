package sampan.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import sampan.oci.store.Trash;

/** Copies on a file system that can share blocks. */
@EnabledIf("sampan.core.snapshot.LoopFileSystem#isPossible")
final class ReflinkSnapshotterTest extends SnapshotterContract {
    private LoopFileSystem disk;

    @Override
    String driver() {
        return "vfs";
    }

    @Override
    Path place() throws Exception {
        disk = LoopFileSystem.xfs(temporary);
        return disk.place();
    }

    @Override
    void leave() throws Exception {
        disk.close();
    }

    @Test
    void copiesShareTheirBlocksWithTheImage() throws Exception {
        Path layer = Files.createDirectories(folder.resolve("large"));
        byte[] content = new byte[32 << 20];
        new Random(1).nextBytes(content);
        Files.write(layer.resolve("file"), content);
        try (RandomAccessFile sparse =
                new RandomAccessFile(layer.resolve("sparse").toFile(), "rw")) {
            sparse.seek(64 << 20);
            sparse.write(content, 0, 1 << 20);
        }
        try (Trash other = Trash.open(folder.resolve("other"));
                Snapshotter snapshotter = Snapshotters.open(folder.resolve("other"), other, Optional.of("vfs"))) {
            long before = disk.used();
            for (int i = 0; i < 10; i++) {
                snapshotter.prepare("c" + i, List.of(layer), false);
            }
            assertThat(disk.used() - before).isLessThan(16 << 20);
            Path copy = folder.resolve("other/snapshots/c9/root");
            assertThat(Files.mismatch(layer.resolve("file"), copy.resolve("file")))
                    .isEqualTo(-1);
            assertThat(Files.mismatch(layer.resolve("sparse"), copy.resolve("sparse")))
                    .isEqualTo(-1);
            Files.write(copy.resolve("file"), new byte[] {1});
            assertThat(layer.resolve("file")).hasSize(content.length);
        }
    }
}
