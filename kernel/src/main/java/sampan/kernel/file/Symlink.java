package sampan.kernel.file;

import java.lang.foreign.Arena;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** symlinkat(2). */
public final class Symlink {
    private Symlink() {}

    public static void at(byte[] target, Fd directory, byte[] name) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            long result = Call.SYMLINKAT.invoke(
                    CString.of(arena, target).address(),
                    directory.number(),
                    CString.of(arena, name).address());
            if (result < 0) {
                throw SyscallException.of(Call.SYMLINKAT, result, target, directory, name);
            }
        }
    }
}
