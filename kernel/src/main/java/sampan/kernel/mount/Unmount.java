package sampan.kernel.mount;

import java.lang.foreign.Arena;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** umount2(2). */
public final class Unmount {
    private Unmount() {}

    /**
     * Takes away what is mounted on this folder of ours; who uses it still may go on. No symbolic link is followed.
     *
     * @return false when nothing is mounted there
     */
    public static boolean detach(Fd parent, byte[] name) throws SyscallException {
        byte[] path = OwnPath.of(parent, name);
        try (Arena arena = Arena.ofConfined()) {
            long result = Call.UMOUNT2.invoke(
                    CString.of(arena, path).address(), MountFlags.MNT_DETACH | MountFlags.UMOUNT_NOFOLLOW);
            if (result == -Errno.EINVAL) {
                return false;
            }
            if (result < 0) {
                throw SyscallException.of(Call.UMOUNT2, result, path, "MNT_DETACH|UMOUNT_NOFOLLOW");
            }
            return true;
        }
    }
}
