package sampan.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** btrfs-ioctl(2): folders that are copied and deleted as a whole, at once. */
public final class Subvolume {
    private static final long BTRFS_IOC_SNAP_CREATE = 0x5000_9401L;
    private static final long BTRFS_IOC_SUBVOL_CREATE = 0x5000_940eL;
    private static final long BTRFS_IOC_SNAP_DESTROY = 0x5000_940fL;

    /** struct btrfs_ioctl_vol_args: a descriptor, and a name that ends with a NUL. */
    private static final int ARGUMENTS = 4096;

    private static final int NAME = 8;

    private Subvolume() {}

    /** Makes an empty one. */
    public static void create(Fd folder, byte[] name) throws SyscallException {
        call(BTRFS_IOC_SUBVOL_CREATE, "BTRFS_IOC_SUBVOL_CREATE", folder, 0, name);
    }

    /** Makes a writable copy of one, which shares all of its blocks. */
    public static void snapshot(Fd source, Fd folder, byte[] name) throws SyscallException {
        call(BTRFS_IOC_SNAP_CREATE, "BTRFS_IOC_SNAP_CREATE", folder, source.number(), name);
    }

    /** Takes one away with all that is in it; EINVAL when it is a plain folder. */
    public static void destroy(Fd folder, byte[] name) throws SyscallException {
        call(BTRFS_IOC_SNAP_DESTROY, "BTRFS_IOC_SNAP_DESTROY", folder, 0, name);
    }

    private static void call(long request, String word, Fd folder, long source, byte[] name) throws SyscallException {
        if (name.length >= ARGUMENTS - NAME) {
            throw new IllegalArgumentException("a name of " + name.length + " bytes");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = arena.allocate(ARGUMENTS, 8);
            arguments.set(JAVA_LONG, 0, source);
            MemorySegment.copy(MemorySegment.ofArray(name), 0, arguments, NAME, name.length);
            long result = Call.IOCTL.invoke(folder.number(), request, arguments.address());
            if (result < 0) {
                throw SyscallException.of(Call.IOCTL, result, folder, word, name);
            }
        }
    }
}
