package sampan.kernel.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.DescriptorLeaks;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;

@ExtendWith(DescriptorLeaks.class)
class FileContentTest {
    @TempDir
    Path folder;

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private Fd create(String name) throws IOException {
        return Open.open(folder.resolve(name), OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0600);
    }

    @Test
    void whatIsWrittenIsReadWhateverItsSize() throws IOException {
        for (int size : new int[] {0, 1, Chunks.SIZE - 1, Chunks.SIZE, Chunks.SIZE + 1, 3 * Chunks.SIZE + 7}) {
            byte[] content = random(size);
            try (Fd file = create("f" + size)) {
                Write.fully(file, content);
                assertThat(Seek.position(file)).isEqualTo(size);
                Seek.to(file, 0);
                assertThat(Read.all(file, size)).isEqualTo(content);
                byte[] back = new byte[size];
                assertThat(Read.at(file, back, 0)).isEqualTo(size);
                assertThat(back).isEqualTo(content);
                Seek.to(file, 0);
                assertThat(Read.fully(file, new byte[size + 10])).isEqualTo(size);
            }
        }
    }

    @Test
    void aDirectBufferIsReadAndWrittenFromItsPosition() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(16)
                .put("xxhello".getBytes(UTF_8))
                .flip()
                .position(2);
        try (Fd file = create("f")) {
            Write.fully(file, buffer);
            assertThat(buffer.hasRemaining()).isFalse();
            Seek.to(file, 0);
            buffer.clear().position(3);
            assertThat(Read.read(file, buffer)).isEqualTo(5);
            assertThat(buffer.position()).isEqualTo(8);
            assertThat((char) buffer.get(3)).isEqualTo('h');
        }
    }

    @Test
    void arraysOfTheJvmAreNoPlaceForTheKernel() throws IOException {
        try (Fd file = create("f")) {
            assertThatThrownBy(() -> Write.fully(file, ByteBuffer.allocate(3)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aLimitIsKeptWhateverTheFileSaysOfItsSize() throws IOException {
        try (Fd endless = Open.open(Path.of("/dev/zero"), OpenFlags.O_RDONLY)) {
            assertThatThrownBy(() -> Read.all(endless, 100_000)).hasMessage("file is larger than 100000 bytes");
        }
    }

    @Test
    void positionsAreWrittenAndReadWithoutMoving() throws IOException {
        try (Fd file = create("f")) {
            Write.at(file, random(100_000), 1L << 32);
            assertThat(Seek.position(file)).isZero();
            byte[] back = new byte[100_010];
            assertThat(Read.at(file, back, 1L << 32)).isEqualTo(100_000);
            assertThat(Seek.toData(file, 0)).isEqualTo(1L << 32);
            assertThat(Seek.toHole(file, 0)).isZero();
            assertThat(Stat.of(file).size()).isEqualTo((1L << 32) + 100_000);
            Truncate.of(file, 5);
            assertThat(Seek.toEnd(file)).isEqualTo(5);
        }
    }

    @Test
    void aFileIsCopiedToAFile() throws IOException {
        byte[] content = random(1_000_003);
        try (Fd from = create("from");
                Fd to = create("to")) {
            Write.at(from, content, 0);
            assertThat(Copy.copy(from, to)).isEqualTo(content.length);
            assertThat(Files.readAllBytes(folder.resolve("to"))).isEqualTo(content);
            assertThat(Copy.copy(from, to)).isZero();
        }
    }

    @Test
    void aPipeIsCopiedToAFileAndAFileToAPipe() throws Exception {
        byte[] content = random(300_000);
        try (Fd from = create("from");
                Fd to = create("to");
                Pipe pipe = Pipe.open()) {
            Write.at(from, content, 0);
            Thread writer = Thread.ofPlatform().start(() -> {
                try (Fd end = pipe.writeEnd()) {
                    Copy.copy(from, end);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(Copy.copy(pipe.readEnd(), to)).isEqualTo(content.length);
            writer.join();
            assertThat(Files.readAllBytes(folder.resolve("to"))).isEqualTo(content);
        }
    }

    @Test
    void aFileOfProcThatClaimsToBeEmptyIsCopied() throws IOException {
        try (Fd from = Open.open(Path.of("/proc/self/status"), OpenFlags.O_RDONLY);
                Fd to = create("to")) {
            assertThat(Copy.copy(from, to)).isPositive();
            assertThat(Files.readString(folder.resolve("to"))).startsWith("Name:");
        }
    }

    @Test
    void aFullDeviceIsToldAsSuch() throws IOException {
        try (Fd full = Open.open(Path.of("/dev/full"), OpenFlags.O_WRONLY)) {
            int number = full.number();
            assertThatThrownBy(() -> Write.fully(full, new byte[3]))
                    .hasMessage("write(" + number + ", ..., 3) = ENOSPC")
                    .satisfies(e ->
                            assertThat(((SyscallException) e).is(Errno.ENOSPC)).isTrue());
        }
    }

    @Test
    void streamsReadAndWriteDescriptors() throws IOException {
        byte[] content = random(200_000);
        try (FdOutputStream out = new FdOutputStream(create("f"))) {
            out.write(7);
            out.write(content);
        }
        try (FdInputStream in = new FdInputStream(Open.open(folder.resolve("f"), OpenFlags.O_RDONLY))) {
            assertThat(in.read()).isEqualTo(7);
            assertThat(in.readAllBytes()).isEqualTo(content);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void aSealedFileCannotBeChangedCve2019_5736() throws IOException {
        try (Fd sealed = Memfd.sealed("x", "content".getBytes(UTF_8));
                Fd again = Open.again(sealed, OpenFlags.O_RDONLY)) {
            assertThat(Read.all(again, 100)).isEqualTo("content".getBytes(UTF_8));
            assertThatThrownBy(() -> Write.at(sealed, new byte[1], 0)).hasMessageEndingWith("= EPERM");
            assertThatThrownBy(() -> Truncate.of(sealed, 0)).hasMessageEndingWith("= EPERM");
            assertThatThrownBy(() -> Memfd.seal(sealed)).hasMessageEndingWith("= EPERM");
            assertThatThrownBy(() -> {
                        try (Fd writable = Open.again(sealed, OpenFlags.O_RDWR)) {
                            Write.at(writable, new byte[1], 0);
                        }
                    })
                    .hasMessageEndingWith("= EPERM");
        }
    }
}
