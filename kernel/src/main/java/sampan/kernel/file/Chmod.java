package sampan.kernel.file;

import java.lang.foreign.Arena;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** fchmodat2(2), and before Linux 6.6 fchmodat(2) through /proc/self/fd. A symbolic link has no mode: EOPNOTSUPP. */
public final class Chmod {
    private Chmod() {}

    /** What the descriptor names; O_PATH descriptors too. */
    public static void of(Fd fd, int mode) throws SyscallException {
        long result = chmod(fd.number(), new byte[0], mode, At.EMPTY_PATH);
        if (result == -Errno.ENOSYS) {
            result = throughProc(fd, mode);
        }
        if (result < 0) {
            throw SyscallException.of(
                    Call.FCHMODAT2, result, fd, new byte[0], "0" + Integer.toOctalString(mode), "AT_EMPTY_PATH");
        }
    }

    /** Never follows a symbolic link as the last part of the name. */
    public static void at(Fd directory, byte[] name, int mode) throws SyscallException {
        long result = chmod(directory.number(), name, mode, At.SYMLINK_NOFOLLOW);
        if (result == -Errno.ENOSYS) {
            try (Fd fd = Open.at(directory, name, OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, 0)) {
                of(fd, mode);
            }
        } else if (result < 0) {
            throw SyscallException.of(
                    Call.FCHMODAT2, result, directory, name, "0" + Integer.toOctalString(mode), "AT_SYMLINK_NOFOLLOW");
        }
    }

    private static long chmod(int directory, byte[] name, int mode, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return Call.FCHMODAT2.invoke(directory, CString.of(arena, name).address(), mode, flags);
        }
    }

    /** Older kernels change a link's own mode on some file systems when asked this way; nobody else's kernel does. */
    private static long throughProc(Fd fd, int mode) throws SyscallException {
        if (Stat.of(fd).isSymlink()) {
            return -Errno.EOPNOTSUPP;
        }
        try (Arena arena = Arena.ofConfined()) {
            return Call.FCHMODAT.invoke(
                    At.FDCWD, CString.of(arena, ProcFd.path(fd)).address(), mode);
        }
    }
}
