package sampan.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
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
        keepDiskBusy(Duration.ofSeconds(1));
        unpack(watched);
        while (held() > 0) {
            Thread.sleep(1);
        }
        assertThat(most[0]).isLessThanOrEqualTo(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(FILES).allSatisfy(file -> assertThat(file).hasContent(NEW));
        }
    }

    /** What it takes is there for the new one, also where memory that nobody uses is slow to get. */
    @Test
    void memoryOfAnOldFileIsFreeWhileTheNewOneComes() throws Exception {
        assumeThat(Files.getFileStore(folder).type()).isNotEqualTo("tmpfs");
        Path old = folder.resolve("f0");
        synced(old);
        assertThat(isInMemory(old)).isTrue();
        byte[] archive = TarBuilder.tar()
                .owner(owner("uid"), owner("gid"))
                .file("f0", NEW)
                .bytes();
        unpack(new FilterInputStream(new ByteArrayInputStream(archive)) {
            private int given;

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                while (given > 1 << 20 && isInMemory(old)) {
                    LockSupport.parkNanos(1_000_000);
                }
                int got = super.read(target, offset, Math.min(length, 64 << 10));
                given += got;
                return got;
            }
        });
        assertThat(old).hasContent(NEW);
    }

    /** For who comes later it is as it was. */
    @Test
    void anOldFileStaysWholeWhenTheNewOneIsCutOff() throws Exception {
        Path old = folder.resolve("f0");
        byte[] content = new byte[NEW.length()];
        new Random(1).nextBytes(content);
        Files.write(old, content);
        synced(old);
        byte[] half = Arrays.copyOf(archive.bytes(), 1 << 20);
        assertThatThrownBy(() -> unpack(new ByteArrayInputStream(half))).isInstanceOf(IOException.class);
        assertThat(old).hasBinaryContent(content);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(FILES);
        }
    }

    /** A container can make a file of holes that is as long as it likes; to go through it took 80 seconds. (CWE-400) */
    @Test
    @Timeout(10)
    void nobodyWaitsForHoles() throws Exception {
        Path path = folder.resolve("f0");
        synced(path);
        try (RandomAccessFile old = new RandomAccessFile(path.toFile(), "rw")) {
            old.setLength(15L << 40);
        } catch (IOException tooLong) {
            assumeThat(tooLong).as("a file system of shorter files").isNull();
        }
        unpack(new ByteArrayInputStream(archive.bytes()));
        assertThat(path).hasContent(NEW);
    }

    private void unpack(InputStream archive) throws IOException {
        try (RootDirectory root = RootDirectory.open(folder);
                TreeUnpacker unpacker = new TreeUnpacker(root, TreeRules.below(RootPath.root()))) {
            unpacker.unpack(archive);
            unpacker.finish();
        }
    }

    private static void synced(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    /** The first page, which is the first to go. */
    private static boolean isInMemory(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path);
                Arena arena = Arena.ofConfined()) {
            return file.map(MapMode.READ_ONLY, 0, 1, arena).isLoaded();
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
