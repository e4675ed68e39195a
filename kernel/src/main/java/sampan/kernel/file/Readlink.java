package sampan.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** readlinkat(2). */
public final class Readlink {
    private static final int MAX = 4096;

    private Readlink() {}

    public static byte[] at(Fd directory, byte[] name) throws SyscallException {
        return read(directory.number(), name);
    }

    /** The target of a symbolic link that an O_PATH descriptor names. */
    public static byte[] of(Fd link) throws SyscallException {
        return read(link.number(), new byte[0]);
    }

    /** A symbolic link of the host. */
    public static byte[] of(Path path) throws SyscallException {
        return read(At.FDCWD, At.bytes(path));
    }

    private static byte[] read(int directory, byte[] name) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(MAX);
            long got = Call.READLINKAT.invoke(directory, CString.of(arena, name).address(), target.address(), MAX);
            if (got < 0) {
                Object from = directory == At.FDCWD ? "AT_FDCWD" : directory;
                throw SyscallException.of(Call.READLINKAT, got, from, name, "...", MAX);
            }
            return target.asSlice(0, got).toArray(JAVA_BYTE);
        }
    }
}
