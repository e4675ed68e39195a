package sampan.kernel.file;

import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** flock(2): a lock of the open file description, gone with the last descriptor of it, also when the process is killed. */
public final class FileLock {
    private static final int LOCK_SH = 1;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int LOCK_UN = 8;

    private FileLock() {}

    /** Whether the lock is ours now; false when another holds it. */
    public static boolean tryExclusive(Fd file) throws SyscallException {
        return attempt(file, LOCK_EX);
    }

    public static boolean tryShared(Fd file) throws SyscallException {
        return attempt(file, LOCK_SH);
    }

    public static void unlock(Fd file) throws SyscallException {
        check(Call.FLOCK.invoke(file.number(), LOCK_UN), file, "LOCK_UN");
    }

    private static boolean attempt(Fd file, int kind) throws SyscallException {
        long result = Call.FLOCK.invoke(file.number(), kind | LOCK_NB);
        if (result == -Errno.EAGAIN) {
            return false;
        }
        check(result, file, kind == LOCK_EX ? "LOCK_EX|LOCK_NB" : "LOCK_SH|LOCK_NB");
        return true;
    }

    private static void check(long result, Fd file, String operation) throws SyscallException {
        if (result < 0) {
            throw SyscallException.of(Call.FLOCK, result, file, operation);
        }
    }
}
