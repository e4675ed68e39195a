package sampan.kernel.file;

import java.lang.foreign.Arena;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** fchownat(2): never follows a symbolic link as the last part of a name. */
public final class Chown {
    /** Leaves the user or the group as it is. */
    public static final long UNCHANGED = -1;

    private Chown() {}

    /** What the descriptor names; O_PATH descriptors too. */
    public static void of(Fd fd, long uid, long gid) throws SyscallException {
        chown(fd, new byte[0], uid, gid, At.EMPTY_PATH);
    }

    public static void at(Fd directory, byte[] name, long uid, long gid) throws SyscallException {
        chown(directory, name, uid, gid, At.SYMLINK_NOFOLLOW);
    }

    private static void chown(Fd directory, byte[] name, long uid, long gid, int flags) throws SyscallException {
        checkId(uid);
        checkId(gid);
        try (Arena arena = Arena.ofConfined()) {
            long result = Call.FCHOWNAT.invoke(
                    directory.number(), CString.of(arena, name).address(), uid, gid, flags);
            if (result < 0) {
                String how = flags == At.EMPTY_PATH ? "AT_EMPTY_PATH" : "AT_SYMLINK_NOFOLLOW";
                throw SyscallException.of(Call.FCHOWNAT, result, directory, name, uid, gid, how);
            }
        }
    }

    /** The kernel would take the low 32 bits: 2^32 would be root. (CVE-2024-40635) */
    private static void checkId(long id) {
        if (id < UNCHANGED || id > At.MAX_ID) {
            throw new IllegalArgumentException("not a user or group id: " + id);
        }
    }
}
