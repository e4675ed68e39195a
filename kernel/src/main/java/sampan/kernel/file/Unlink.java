package sampan.kernel.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** unlinkat(2). */
public final class Unlink {
    private Unlink() {}

    public static void at(Fd directory, byte[] name) throws SyscallException {
        unlink(directory, name, 0);
    }

    public static void at(Fd directory, String name) throws SyscallException {
        at(directory, CString.bytes(name));
    }

    /** rmdir(2). */
    public static void directory(Fd parent, byte[] name) throws SyscallException {
        unlink(parent, name, At.REMOVEDIR);
    }

    /** rmdir(2) of a directory of the host; whether there is none of that name now. */
    public static boolean tryDirectory(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = CString.of(arena, At.bytes(path));
            long result = Call.UNLINKAT.invoke(At.FDCWD, name.address(), At.REMOVEDIR);
            return result == 0 || result == -Errno.ENOENT;
        }
    }

    private static void unlink(Fd directory, byte[] name, int flags) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            long result = Call.UNLINKAT.invoke(
                    directory.number(), CString.of(arena, name).address(), flags);
            if (result < 0) {
                throw SyscallException.of(Call.UNLINKAT, result, directory, name, flags == 0 ? "0" : "AT_REMOVEDIR");
            }
        }
    }
}
