package sampan.kernel.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** write(2) and pwrite(2): always everything. */
public final class Write {
    private static final Duration PATIENCE = Duration.ofDays(1);

    private Write() {}

    public static void fully(Fd fd, byte[] source) throws SyscallException {
        fully(fd, source, 0, source.length);
    }

    /** Files below a chunk go out in one call, so that /proc, /sys and cgroup files see one write. */
    public static void fully(Fd fd, byte[] source, int offset, int length) throws SyscallException {
        Objects.checkFromIndexSize(offset, length, source.length);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = Chunks.take(arena, length);
            for (int done = 0; done < length; ) {
                int part = Math.min(length - done, Chunks.SIZE);
                MemorySegment.copy(MemorySegment.ofArray(source), offset + done, buffer, 0, part);
                fully(fd, buffer.asSlice(0, part));
                done += part;
            }
            Chunks.give(buffer);
        }
    }

    /** All of the native memory. */
    public static void fully(Fd fd, MemorySegment source) throws SyscallException {
        Read.requireNative(source);
        long done = 0;
        try {
            while (done < source.byteSize()) {
                long left = source.byteSize() - done;
                long put = Call.WRITE.invoke(fd.number(), source.address() + done, left);
                if (put == -Errno.EAGAIN) {
                    // Another process that shares this file has made it non-blocking.
                    Poll.await(fd, Poll.OUT, PATIENCE);
                    continue;
                }
                if (put < 0) {
                    throw SyscallException.of(Call.WRITE, put, fd, "...", left);
                }
                done += put;
            }
        } finally {
            Reference.reachabilityFence(source);
        }
    }

    /** What remains of a direct buffer. */
    public static void fully(Fd fd, ByteBuffer direct) throws SyscallException {
        fully(fd, MemorySegment.ofBuffer(direct));
        direct.position(direct.limit());
    }

    public static void at(Fd fd, byte[] source, long position) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(source.length, 1));
            MemorySegment.copy(MemorySegment.ofArray(source), 0, buffer, 0, source.length);
            long done = 0;
            while (done < source.length) {
                long left = source.length - done;
                long put = Call.PWRITE64.invoke(fd.number(), buffer.address() + done, left, position + done);
                if (put < 0) {
                    throw SyscallException.of(Call.PWRITE64, put, fd, "...", left, position + done);
                }
                done += put;
            }
        }
    }
}
