package sampan.kernel.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.DescriptorLeaks;
import sampan.kernel.Fd;

@ExtendWith(DescriptorLeaks.class)
final class PageCacheTest {
    private static final int SIZE = (3 << 20) + 5;

    @TempDir
    Path folder;

    private Path path;
    private byte[] content;

    @BeforeEach
    void makeFile() throws IOException {
        path = folder.resolve("f");
        content = new byte[SIZE];
        new Random(1).nextBytes(content);
        Files.write(path, content);
    }

    private void sync() throws IOException {
        try (Fd file = Open.open(path, OpenFlags.O_RDONLY)) {
            Sync.file(file);
        }
    }

    private void giveUp(long size) throws IOException {
        try (Fd file = Open.open(path, OpenFlags.O_RDONLY)) {
            PageCache.giveUp(file, size);
        }
    }

    /** How many of its pages are in memory. */
    private long resident() throws IOException {
        long resident = 0;
        try (FileChannel file = FileChannel.open(path);
                Arena arena = Arena.ofConfined()) {
            MemorySegment all = file.map(MapMode.READ_ONLY, 0, SIZE, arena);
            for (long at = 0; at < SIZE; at += 4096) {
                resident += all.asSlice(at, 1).isLoaded() ? 1 : 0;
            }
        }
        return resident;
    }

    @Test
    void whatTheDiskHasTakesNoMemoryAnyMore() throws IOException {
        assumeThat(Files.getFileStore(folder).type()).isNotEqualTo("tmpfs");
        sync();
        assertThat(resident()).isPositive();
        giveUp(SIZE);
        assertThat(resident()).isZero();
        assertThat(path).hasBinaryContent(content);
    }

    @Test
    void nothingIsLostThatTheDiskDoesNotHave() throws IOException {
        giveUp(SIZE);
        assertThat(path).hasBinaryContent(content);
    }

    @Test
    void aFileMayBeShorterThanWasSaid() throws IOException {
        sync();
        giveUp(10 * SIZE);
        assertThat(path).hasBinaryContent(content);
    }

    /** Somebody works with it. */
    @Test
    void whatIsMappedAndTouchedStays() throws IOException {
        sync();
        try (FileChannel file = FileChannel.open(path);
                Arena arena = Arena.ofConfined()) {
            MemorySegment all = file.map(MapMode.READ_ONLY, 0, SIZE, arena);
            all.load();
            giveUp(SIZE);
            assertThat(all.isLoaded()).isTrue();
        }
    }
}
