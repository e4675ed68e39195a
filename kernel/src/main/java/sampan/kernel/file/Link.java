package sampan.kernel.file;

import java.lang.foreign.Arena;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** linkat(2): never follows a symbolic link. */
public final class Link {
    private static final int AT_SYMLINK_FOLLOW = 0x400;

    private Link() {}

    public static void at(Fd oldDirectory, byte[] oldName, Fd newDirectory, byte[] newName) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            long result = Call.LINKAT.invoke(
                    oldDirectory.number(),
                    CString.of(arena, oldName).address(),
                    newDirectory.number(),
                    CString.of(arena, newName).address(),
                    0);
            if (result < 0) {
                throw SyscallException.of(Call.LINKAT, result, oldDirectory, oldName, newDirectory, newName, 0);
            }
        }
    }

    /** Gives an open file (O_TMPFILE) a name: through /proc/self/fd, as AT_EMPTY_PATH wants CAP_DAC_READ_SEARCH. */
    public static void open(Fd file, Fd directory, byte[] name) throws SyscallException {
        byte[] path = CString.bytes(ProcFd.path(file));
        try (Arena arena = Arena.ofConfined()) {
            long result = Call.LINKAT.invoke(
                    At.FDCWD,
                    CString.of(arena, path).address(),
                    directory.number(),
                    CString.of(arena, name).address(),
                    AT_SYMLINK_FOLLOW);
            if (result < 0) {
                throw SyscallException.of(Call.LINKAT, result, "AT_FDCWD", path, directory, name, "AT_SYMLINK_FOLLOW");
            }
        }
    }
}
