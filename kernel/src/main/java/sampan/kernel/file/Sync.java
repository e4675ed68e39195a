package sampan.kernel.file;

import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** fsync(2), fdatasync(2), syncfs(2) and sync_file_range(2). */
public final class Sync {
    private static final long SYNC_FILE_RANGE_WRITE = 2;

    private Sync() {}

    /** A file, or a folder after a rename in it. */
    public static void file(Fd file) throws SyscallException {
        sync(Call.FSYNC, file);
    }

    /** Content and size, without times. */
    public static void content(Fd file) throws SyscallException {
        sync(Call.FDATASYNC, file);
    }

    /** The whole file system the descriptor lies on. */
    public static void fileSystem(Fd any) throws SyscallException {
        sync(Call.SYNCFS, any);
    }

    /**
     * Has the disk begin with a part of a file, and does not wait for it. A hint: where it is not taken, or the disk fails, whoever syncs
     * afterwards waits longer, and hears of it.
     */
    public static void begin(Fd file, long offset, long length) {
        long _ = Call.SYNC_FILE_RANGE.invoke(file.number(), offset, length, SYNC_FILE_RANGE_WRITE);
    }

    private static void sync(Call call, Fd fd) throws SyscallException {
        long result = call.invoke(fd.number());
        if (result < 0) {
            throw SyscallException.of(call, result, fd);
        }
    }
}
