package sampan.kernel.file;

import java.lang.foreign.Arena;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** renameat2(2). */
public final class Rename {
    private static final int RENAME_NOREPLACE = 1;
    private static final int RENAME_EXCHANGE = 2;

    private Rename() {}

    public static void replace(Fd oldDirectory, byte[] oldName, Fd newDirectory, byte[] newName)
            throws SyscallException {
        rename(0, oldDirectory, oldName, newDirectory, newName);
    }

    public static void replace(Fd directory, String oldName, String newName) throws SyscallException {
        replace(directory, CString.bytes(oldName), directory, CString.bytes(newName));
    }

    /** EEXIST when the new name is there already. */
    public static void keep(Fd oldDirectory, byte[] oldName, Fd newDirectory, byte[] newName) throws SyscallException {
        rename(RENAME_NOREPLACE, oldDirectory, oldName, newDirectory, newName);
    }

    public static void exchange(Fd oldDirectory, byte[] oldName, Fd newDirectory, byte[] newName)
            throws SyscallException {
        rename(RENAME_EXCHANGE, oldDirectory, oldName, newDirectory, newName);
    }

    private static void rename(int flags, Fd oldDirectory, byte[] oldName, Fd newDirectory, byte[] newName)
            throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            long result = Call.RENAMEAT2.invoke(
                    oldDirectory.number(),
                    CString.of(arena, oldName).address(),
                    newDirectory.number(),
                    CString.of(arena, newName).address(),
                    flags);
            if (result < 0) {
                throw SyscallException.of(Call.RENAMEAT2, result, oldDirectory, oldName, newDirectory, newName, flags);
            }
        }
    }
}
