package sampan.kernel.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** copy_file_range(2) between files, splice(2) from or to a pipe, else read and write. */
public final class Copy {
    private static final long STEP = 1L << 30;
    private static final int PIPE_STEP = 1 << 20;

    private static final long FICLONE = 0x4004_9409L;

    private Copy() {}

    /**
     * ioctl_ficlone(2): has an empty file share all blocks of another, holes included.
     *
     * @return false where the file system cannot, or they lie on two
     */
    public static boolean share(Fd from, Fd to) {
        return Call.IOCTL.invoke(to.number(), FICLONE, from.number()) == 0;
    }

    /** Copies from both positions to the end of {@code from}; how many bytes that was. */
    public static long copy(Fd from, Fd to) throws SyscallException {
        FileType source = Stat.of(from).type();
        FileType target = Stat.of(to).type();
        long total = 0;
        if (source == FileType.REGULAR && target == FileType.REGULAR) {
            total = quickly(Call.COPY_FILE_RANGE, from, to, STEP);
        } else if (source == FileType.FIFO || target == FileType.FIFO) {
            total = quickly(Call.SPLICE, from, to, PIPE_STEP);
        }
        // The loop does what the quick call could not (another file system, /proc's files of size 0), or names the
        // reason.
        return total + loop(from, to);
    }

    private static long quickly(Call call, Fd from, Fd to, long step) {
        long total = 0;
        long got;
        while ((got = call.invoke(from.number(), 0, to.number(), 0, step, 0)) > 0) {
            total += got;
        }
        return total;
    }

    private static long loop(Fd from, Fd to) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Chunks.SIZE);
            long total = 0;
            int got;
            while ((got = Read.read(from, buffer)) > 0) {
                Write.fully(to, buffer.asSlice(0, got));
                total += got;
            }
            return total;
        }
    }
}
