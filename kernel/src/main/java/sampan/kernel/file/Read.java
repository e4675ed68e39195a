package sampan.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** read(2) and pread(2). */
public final class Read {
    private static final int CHUNK = Chunks.SIZE;

    private Read() {}

    /** Reads once, at most one chunk of 64 KiB; 0 is the end of the file. */
    public static int read(Fd fd, byte[] target, int offset, int length) throws SyscallException {
        Objects.checkFromIndexSize(offset, length, target.length);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = Chunks.take(arena, length);
            int got = read(fd, buffer, Math.min(length, CHUNK));
            MemorySegment.copy(buffer, 0, MemorySegment.ofArray(target), offset, got);
            Chunks.give(buffer);
            return got;
        }
    }

    /** Reads once into native memory. */
    public static int read(Fd fd, MemorySegment target) throws SyscallException {
        return read(fd, target, target.byteSize());
    }

    /** Reads once into a direct buffer, from its position on. */
    public static int read(Fd fd, ByteBuffer direct) throws SyscallException {
        int got = read(fd, MemorySegment.ofBuffer(direct));
        direct.position(direct.position() + got);
        return got;
    }

    /** Fills the array from the file's position, or as much of it as there is. */
    public static int fully(Fd fd, byte[] target) throws SyscallException {
        int done = 0;
        while (done < target.length) {
            int got = read(fd, target, done, target.length - done);
            if (got == 0) {
                break;
            }
            done += got;
        }
        return done;
    }

    /** Everything up to the end of the file; a longer file than {@code limit} bytes is an error, found without reading on. */
    public static byte[] all(Fd fd, int limit) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = Chunks.take(arena, CHUNK);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int got;
            while ((got = read(fd, buffer)) > 0) {
                if (out.size() + (long) got > limit) {
                    throw new IOException("file is larger than " + limit + " bytes");
                }
                out.writeBytes(buffer.asSlice(0, got).toArray(JAVA_BYTE));
            }
            Chunks.give(buffer);
            return out.toByteArray();
        }
    }

    /** A small text file of the host, such as one of /proc or /sys. */
    public static String text(Path path) throws IOException {
        try (Fd fd = Open.open(path, OpenFlags.O_RDONLY)) {
            return new String(all(fd, 1 << 20), StandardCharsets.UTF_8);
        }
    }

    /** Fills the array from a position of the file on, or as much of it as there is; the file's own position stays. */
    public static int at(Fd fd, byte[] target, long position) throws SyscallException {
        return at(fd, target, 0, target.length, position);
    }

    /** The same for a part of the array. */
    public static int at(Fd fd, byte[] target, int offset, int length, long position) throws SyscallException {
        Objects.checkFromIndexSize(offset, length, target.length);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = Chunks.take(arena, length);
            int done = 0;
            while (done < length) {
                int want = Math.min(length - done, CHUNK);
                long got = Call.PREAD64.invoke(fd.number(), buffer.address(), want, position + done);
                if (got < 0) {
                    throw SyscallException.of(Call.PREAD64, got, fd, "...", want, position + done);
                }
                if (got == 0) {
                    break;
                }
                MemorySegment.copy(buffer, 0, MemorySegment.ofArray(target), offset + done, got);
                done += (int) got;
            }
            Chunks.give(buffer);
            return done;
        }
    }

    private static int read(Fd fd, MemorySegment target, long length) throws SyscallException {
        requireNative(target);
        long got;
        try {
            got = Call.READ.invoke(fd.number(), target.address(), length);
        } finally {
            Reference.reachabilityFence(target);
        }
        if (got < 0) {
            throw SyscallException.of(Call.READ, got, fd, "...", length);
        }
        return (int) got;
    }

    static void requireNative(MemorySegment memory) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException("the kernel reads and writes native memory only");
        }
    }
}
