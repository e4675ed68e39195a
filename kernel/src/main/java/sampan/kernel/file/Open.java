package sampan.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static sampan.kernel.file.OpenFlags.O_CLOEXEC;
import static sampan.kernel.file.OpenFlags.O_DIRECTORY;
import static sampan.kernel.file.OpenFlags.O_PATH;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** open(2) and openat2(2). Every descriptor is close-on-exec. */
public final class Open {
    private static final int HOW_SIZE = 24;

    /** A rename beside the walk makes openat2 answer EAGAIN; the walk is then made again this often. */
    private static final int ATTEMPTS = 128;

    private Open() {}

    /** A path of the host. */
    public static Fd open(Path path, int flags) throws SyscallException {
        return open(path, flags, 0);
    }

    public static Fd open(Path path, int flags, int mode) throws SyscallException {
        return openat(At.FDCWD, At.bytes(path), flags, mode);
    }

    /** A directory of the host, as a place to start from (O_PATH). */
    public static Fd directory(Path path) throws SyscallException {
        return open(path, O_PATH | O_DIRECTORY);
    }

    /** openat(2), for names Sampan chose itself: the kernel follows symbolic links and {@code ..} wherever they lead. */
    public static Fd at(Fd directory, String name, int flags, int mode) throws SyscallException {
        return at(directory, CString.bytes(name), flags, mode);
    }

    public static Fd at(Fd directory, byte[] name, int flags, int mode) throws SyscallException {
        return openat(directory.number(), name, flags, mode);
    }

    /** As {@link #open}; empty when there is none. For what is often absent: an exception takes longer than the call. */
    public static Optional<Fd> find(Path path, int flags) throws SyscallException {
        return find(At.FDCWD, At.bytes(path), flags);
    }

    /** As {@link #at}; empty when there is none. */
    public static Optional<Fd> find(Fd directory, String name, int flags) throws SyscallException {
        return find(directory.number(), CString.bytes(name), flags);
    }

    private static Optional<Fd> find(int directory, byte[] name, int flags) throws SyscallException {
        long result = tryOpen(directory, name, flags, 0);
        return result == -Errno.ENOENT ? Optional.empty() : Optional.of(opened(result, directory, name, flags));
    }

    /** openat2(2): a path resolved under rules, {@link Resolve}. */
    public static Fd resolved(Fd directory, byte[] path, How how) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment struct = arena.allocate(HOW_SIZE, 8);
            struct.set(JAVA_LONG, 0, how.flags | O_CLOEXEC);
            struct.set(JAVA_LONG, 8, how.mode);
            struct.set(JAVA_LONG, 16, how.resolve);
            long name = CString.of(arena, path).address();
            long result = -Errno.EAGAIN;
            for (int i = 0; i < ATTEMPTS && result == -Errno.EAGAIN; i++) {
                result = Call.OPENAT2.invoke(directory.number(), name, struct.address(), HOW_SIZE);
            }
            if (result < 0) {
                throw SyscallException.of(Call.OPENAT2, result, directory, path, how, HOW_SIZE);
            }
            return Fd.of(result);
        }
    }

    /** A new description of the same file with other flags, through /proc/self/fd. */
    public static Fd again(Fd file, int flags) throws SyscallException {
        return openat(At.FDCWD, CString.bytes(ProcFd.path(file)), flags, 0);
    }

    private static Fd openat(int directory, byte[] name, int flags, int mode) throws SyscallException {
        return opened(tryOpen(directory, name, flags, mode), directory, name, flags);
    }

    private static long tryOpen(int directory, byte[] name, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return Call.OPENAT.invoke(directory, CString.of(arena, name).address(), flags | O_CLOEXEC, mode);
        }
    }

    private static Fd opened(long result, int directory, byte[] name, int flags) throws SyscallException {
        if (result < 0) {
            Object from = directory == At.FDCWD ? "AT_FDCWD" : directory;
            throw SyscallException.of(Call.OPENAT, result, from, name, OpenFlags.text(flags | O_CLOEXEC));
        }
        return Fd.of(result);
    }

    /** {@code struct open_how}. */
    public record How(long flags, long mode, long resolve) {
        @Override
        public String toString() {
            return "{flags=" + OpenFlags.text(flags | O_CLOEXEC) + ", mode=0" + Long.toOctalString(mode)
                    + ", resolve=0x" + Long.toHexString(resolve) + "}";
        }
    }
}
