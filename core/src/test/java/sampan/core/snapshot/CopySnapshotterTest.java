package sampan.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sampan.kernel.Fd;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Xattr;
import sampan.oci.store.Trash;

final class CopySnapshotterTest extends SnapshotterContract {
    @Override
    String driver() {
        return "vfs";
    }

    @Test
    void copiesEverythingAboutAFile() throws Exception {
        Path layer = Files.createDirectories(folder.resolve("layer/dir")).getParent();
        Path file = layer.resolve("dir/file");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(64 << 20);
            sparse.seek(32 << 20);
            sparse.write("data".getBytes());
        }
        run("chown", "7:8", file.toString());
        run("chmod", "4711", file.toString());
        try (Fd fd = Open.open(file, OpenFlags.O_RDONLY)) {
            Xattr.set(fd, "user.a", new byte[] {'b'});
        }
        Files.setLastModifiedTime(layer.resolve("dir"), FileTime.fromMillis(1000));
        try (Trash other = Trash.open(folder.resolve("other"));
                Snapshotter snapshotter = Snapshotters.open(folder.resolve("other"), other, Optional.of("vfs"))) {
            Snapshot snapshot = snapshotter.prepare("c", List.of(layer), false);
            Path root = ((Snapshot.Plain) snapshot).root();
            FileStatus copy = Stat.of(root.resolve("dir/file"));
            FileStatus original = Stat.of(file);
            assertThat(Files.mismatch(file, root.resolve("dir/file"))).isEqualTo(-1);
            assertThat(copy.uid()).isEqualTo(7);
            assertThat(copy.gid()).isEqualTo(8);
            assertThat(copy.mode()).isEqualTo(04711);
            assertThat(copy.modified()).isEqualTo(original.modified());
            try (Fd fd = Open.open(root.resolve("dir/file"), OpenFlags.O_RDONLY)) {
                assertThat(Xattr.get(fd, "user.a")).hasValue(new byte[] {'b'});
            }
            assertThat(copy.blocks()).isLessThan(1000);
            assertThat(Files.getLastModifiedTime(root.resolve("dir")).toMillis())
                    .isEqualTo(1000);
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
}
