package sampan.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;

/** Large files over large files. */
@Timeout(60)
final class ReplacedFileTest {
    private static final int FILES = 20;
    private static final String NEW = "new".repeat(1 << 19);

    @TempDir
    Path folder;

    private TarBuilder archive;

    @BeforeEach
    void makeFiles() throws IOException {
        archive = TarBuilder.tar().owner(owner("uid"), owner("gid"));
        for (int i = 0; i < FILES; i++) {
            Files.write(folder.resolve("f" + i), new byte[NEW.length()]);
            archive.file("f" + i, NEW);
        }
    }

    private int owner(String kind) throws IOException {
        return (int) Files.getAttribute(folder, "unix:" + kind);
    }

    /** The old ones are gone soon, also from the disk, and an archive of them holds no more than one at a time, however long that takes. */
    @Test
    void whatWasReplacedIsNotHeld() throws Exception {
        long[] most = {0};
        InputStream watched = new FilterInputStream(new ByteArrayInputStream(archive.bytes())) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                most[0] = Math.max(most[0], held());
                return super.read(target, offset, length);
            }
        };
        try (RootDirectory root = RootDirectory.open(folder);
                TreeUnpacker unpacker = new TreeUnpacker(root, TreeRules.below(RootPath.root()))) {
            keepDiskBusy(Duration.ofSeconds(1));
            unpacker.unpack(watched);
            unpacker.finish();
        }
        while (held() > 0) {
            Thread.sleep(1);
        }
        assertThat(most[0]).isLessThanOrEqualTo(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(FILES).allSatisfy(file -> assertThat(file).hasContent(NEW));
        }
    }

    /** For who frees files there is no thread before that is over. */
    private static void keepDiskBusy(Duration time) {
        for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
            ForkJoinPool.commonPool().execute(() -> LockSupport.parkNanos(time.toNanos()));
        }
    }

    /** Files of the folder that have no name any more, but a descriptor of ours. */
    private long held() throws IOException {
        long held = 0;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    String file = Files.readSymbolicLink(descriptor).toString();
                    held += file.startsWith(folder.toString()) && file.endsWith(" (deleted)") ? 1 : 0;
                } catch (NoSuchFileException closed) {
                    continue;
                }
            }
        }
        return held;
    }
}
