package sampan.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import sampan.kernel.Fd;
import sampan.kernel.call.Call;

/** ioctl_iflags(2), FS_TOPDIR_FL: the folders in this one have nothing to do with each other. */
public final class TopFolder {
    private static final long FS_IOC_GETFLAGS = 0x8008_6601L;
    private static final long FS_IOC_SETFLAGS = 0x4008_6602L;
    private static final int FS_TOPDIR_FL = 0x0002_0000;

    private TopFolder() {}

    /**
     * Has ext4 put each folder in here into another part of the disk. Where many files were deleted a moment ago, it makes new ones a hundred
     * times more slowly: it looks at each of the deleted ones before it takes another inode.
     *
     * @return false where the file system knows no such thing
     */
    public static boolean mark(Fd folder) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment flags = arena.allocate(8, 8);
            if (Call.IOCTL.invoke(folder.number(), FS_IOC_GETFLAGS, flags.address()) < 0) {
                return false;
            }
            flags.set(JAVA_INT, 0, flags.get(JAVA_INT, 0) | FS_TOPDIR_FL);
            return Call.IOCTL.invoke(folder.number(), FS_IOC_SETFLAGS, flags.address()) >= 0;
        }
    }
}
