package sampan.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** utimensat(2): sets both times. Never follows a symbolic link as the last part of a name. */
public final class Utimens {
    private Utimens() {}

    /** What the descriptor names; O_PATH descriptors too. */
    public static void of(Fd fd, Instant accessed, Instant modified) throws SyscallException {
        set(fd, new byte[0], accessed, modified, At.EMPTY_PATH);
    }

    public static void at(Fd directory, byte[] name, Instant accessed, Instant modified) throws SyscallException {
        set(directory, name, accessed, modified, At.SYMLINK_NOFOLLOW);
    }

    private static void set(Fd directory, byte[] name, Instant accessed, Instant modified, int flags)
            throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = arena.allocate(32, 8);
            times.set(JAVA_LONG, 0, accessed.getEpochSecond());
            times.set(JAVA_LONG, 8, accessed.getNano());
            times.set(JAVA_LONG, 16, modified.getEpochSecond());
            times.set(JAVA_LONG, 24, modified.getNano());
            long result = Call.UTIMENSAT.invoke(
                    directory.number(), CString.of(arena, name).address(), times.address(), flags);
            if (result < 0) {
                throw SyscallException.of(Call.UTIMENSAT, result, directory, name, accessed + "/" + modified);
            }
        }
    }
}
