package sampan.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** fstatfs(2). */
public final class Statfs {
    public static final long OVERLAYFS_MAGIC = 0x794c7630L;
    public static final long TMPFS_MAGIC = 0x01021994L;
    public static final long PROC_MAGIC = 0x9fa0L;
    public static final long SYSFS_MAGIC = 0x62656572L;
    public static final long CGROUP_MAGIC = 0x27e0ebL;
    public static final long CGROUP2_MAGIC = 0x63677270L;
    public static final long EXT_MAGIC = 0xef53L;
    public static final long XFS_MAGIC = 0x58465342L;
    public static final long BTRFS_MAGIC = 0x9123683eL;

    private Statfs() {}

    /**
     * A file system.
     *
     * @param type its magic number
     * @param blockSize in bytes; the three counts are in these blocks
     */
    public record FileSystem(
            long type,
            long blockSize,
            long blocks,
            long free,
            long available,
            long files,
            long filesFree,
            long nameMax,
            long flags) {}

    /** Of any descriptor, also O_PATH. */
    public static FileSystem of(Fd fd) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment s = arena.allocate(120, 8);
            long result = Call.FSTATFS.invoke(fd.number(), s.address());
            if (result < 0) {
                throw SyscallException.of(Call.FSTATFS, result, fd);
            }
            return new FileSystem(
                    s.get(JAVA_LONG, 0),
                    s.get(JAVA_LONG, 8),
                    s.get(JAVA_LONG, 16),
                    s.get(JAVA_LONG, 24),
                    s.get(JAVA_LONG, 32),
                    s.get(JAVA_LONG, 40),
                    s.get(JAVA_LONG, 48),
                    s.get(JAVA_LONG, 64),
                    s.get(JAVA_LONG, 80));
        }
    }
}
