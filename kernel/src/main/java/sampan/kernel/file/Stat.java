package sampan.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** statx(2). Never follows a symbolic link as the last part of a name, never triggers an automount. */
public final class Stat {
    private static final int SIZE = 256;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int STATX_MNT_ID = 0x1000;
    private static final int STATX_ATTR_MOUNT_ROOT = 0x2000;
    private static final int AT_NO_AUTOMOUNT = 0x800;

    private Stat() {}

    /** What the descriptor names; O_PATH descriptors too, and then of a symbolic link itself. */
    public static FileStatus of(Fd fd) throws SyscallException {
        return statx(fd.number(), new byte[0], At.EMPTY_PATH);
    }

    public static FileStatus of(Path path) throws SyscallException {
        return statx(At.FDCWD, At.bytes(path), At.SYMLINK_NOFOLLOW);
    }

    public static FileStatus at(Fd directory, byte[] name) throws SyscallException {
        return statx(directory.number(), name, At.SYMLINK_NOFOLLOW);
    }

    public static FileStatus at(Fd directory, String name) throws SyscallException {
        return at(directory, CString.bytes(name));
    }

    /** As {@link #at}, empty when there is no such name. */
    public static Optional<FileStatus> find(Fd directory, byte[] name) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment struct = arena.allocate(SIZE, 8);
            long result = statx(arena, directory.number(), name, At.SYMLINK_NOFOLLOW, struct);
            return result == -Errno.ENOENT
                    ? Optional.empty()
                    : Optional.of(read(struct, result, directory.number(), name));
        }
    }

    private static FileStatus statx(int directory, byte[] name, int flags) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment struct = arena.allocate(SIZE, 8);
            return read(struct, statx(arena, directory, name, flags, struct), directory, name);
        }
    }

    private static long statx(Arena arena, int directory, byte[] name, int flags, MemorySegment struct) {
        return Call.STATX.invoke(
                directory,
                CString.of(arena, name).address(),
                flags | AT_NO_AUTOMOUNT,
                STATX_BASIC_STATS | STATX_MNT_ID,
                struct.address());
    }

    private static FileStatus read(MemorySegment struct, long result, int directory, byte[] name)
            throws SyscallException {
        if (result < 0) {
            Object from = directory == At.FDCWD ? "AT_FDCWD" : directory;
            throw SyscallException.of(Call.STATX, result, from, name);
        }
        return read(struct);
    }

    /** Offsets of {@code struct statx}, the same on both architectures. */
    private static FileStatus read(MemorySegment s) {
        int mode = Short.toUnsignedInt(s.get(JAVA_SHORT, 28));
        boolean knowsMount = (s.get(JAVA_INT, 0) & STATX_MNT_ID) != 0;
        return new FileStatus(
                FileType.ofMode(mode),
                mode & 07777,
                Integer.toUnsignedLong(s.get(JAVA_INT, 20)),
                Integer.toUnsignedLong(s.get(JAVA_INT, 24)),
                s.get(JAVA_LONG, 40),
                Instant.ofEpochSecond(s.get(JAVA_LONG, 112), s.get(JAVA_INT, 120)),
                Devices.makedev(s.get(JAVA_INT, 136), s.get(JAVA_INT, 140)),
                s.get(JAVA_LONG, 32),
                Integer.toUnsignedLong(s.get(JAVA_INT, 16)),
                Devices.makedev(s.get(JAVA_INT, 128), s.get(JAVA_INT, 132)),
                s.get(JAVA_LONG, 48),
                knowsMount ? s.get(JAVA_LONG, 144) : 0,
                (s.get(JAVA_LONG, 8) & STATX_ATTR_MOUNT_ROOT) != 0);
    }
}
