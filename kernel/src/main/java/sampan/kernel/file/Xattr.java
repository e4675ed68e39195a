package sampan.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/**
 * xattr(7), of what a descriptor names. O_PATH descriptors will do, also of symbolic links, devices and FIFOs: the calls go
 * through /proc/self/fd, which opens nothing and follows nothing.
 */
public final class Xattr {
    private static final int MAX = 64 << 10;

    private Xattr() {}

    /** Names of attributes are bytes too. */
    public static List<byte[]> list(Fd fd) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment names = arena.allocate(MAX);
            long got = Call.LISTXATTR.invoke(path(arena, fd), names.address(), MAX);
            if (got == -Errno.EOPNOTSUPP) {
                return List.of();
            }
            if (got < 0) {
                throw SyscallException.of(Call.LISTXATTR, got, path(fd), "...", MAX);
            }
            List<byte[]> all = new ArrayList<>();
            for (long at = 0; at < got; ) {
                byte[] name = CString.read(names, at);
                all.add(name);
                at += name.length + 1;
            }
            return all;
        }
    }

    /** Empty when there is no such attribute, or none at all on this file system. */
    public static Optional<byte[]> get(Fd fd, byte[] name) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(MAX);
            long got = Call.GETXATTR.invoke(
                    path(arena, fd), CString.of(arena, name).address(), value.address(), MAX);
            if (got == -Errno.ENODATA || got == -Errno.EOPNOTSUPP) {
                return Optional.empty();
            }
            if (got < 0) {
                throw SyscallException.of(Call.GETXATTR, got, path(fd), name, "...", MAX);
            }
            return Optional.of(value.asSlice(0, got).toArray(JAVA_BYTE));
        }
    }

    public static Optional<byte[]> get(Fd fd, String name) throws SyscallException {
        return get(fd, CString.bytes(name));
    }

    public static void set(Fd fd, byte[] name, byte[] value) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(Math.max(value.length, 1));
            MemorySegment.copy(MemorySegment.ofArray(value), 0, copy, 0, value.length);
            long result = Call.SETXATTR.invoke(
                    path(arena, fd), CString.of(arena, name).address(), copy.address(), value.length, 0);
            if (result < 0) {
                throw SyscallException.of(Call.SETXATTR, result, path(fd), name, "...", value.length, 0);
            }
        }
    }

    public static void set(Fd fd, String name, byte[] value) throws SyscallException {
        set(fd, CString.bytes(name), value);
    }

    public static void remove(Fd fd, byte[] name) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            long result = Call.REMOVEXATTR.invoke(
                    path(arena, fd), CString.of(arena, name).address());
            if (result < 0) {
                throw SyscallException.of(Call.REMOVEXATTR, result, path(fd), name);
            }
        }
    }

    private static byte[] path(Fd fd) {
        return CString.bytes(ProcFd.path(fd));
    }

    private static long path(Arena arena, Fd fd) {
        return CString.of(arena, path(fd)).address();
    }
}
