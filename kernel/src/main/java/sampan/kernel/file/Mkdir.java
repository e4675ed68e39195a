package sampan.kernel.file;

import java.lang.foreign.Arena;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** mkdirat(2). */
public final class Mkdir {
    private Mkdir() {}

    /** The umask of the engine takes bits away: who needs all of them sets them afterwards, {@link Chmod}. */
    public static void at(Fd directory, byte[] name, int mode) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            long result = Call.MKDIRAT.invoke(
                    directory.number(), CString.of(arena, name).address(), mode);
            if (result < 0) {
                throw SyscallException.of(Call.MKDIRAT, result, directory, name, "0" + Integer.toOctalString(mode));
            }
        }
    }

    public static void at(Fd directory, String name, int mode) throws SyscallException {
        at(directory, CString.bytes(name), mode);
    }
}
