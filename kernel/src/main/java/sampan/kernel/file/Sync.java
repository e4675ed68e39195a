package sampan.kernel.file;

import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** fsync(2), fdatasync(2) and syncfs(2). */
public final class Sync {
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

    private static void sync(Call call, Fd fd) throws SyscallException {
        long result = call.invoke(fd.number());
        if (result < 0) {
            throw SyscallException.of(call, result, fd);
        }
    }
}
