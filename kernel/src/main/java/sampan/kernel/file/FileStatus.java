package sampan.kernel.file;

import java.time.Instant;

/**
 * What statx(2) tells of a file.
 *
 * @param mode permission bits with set-id and sticky, without the type
 * @param uid 0 to 2^32-1
 * @param device {@link Devices#makedev} of the file system
 * @param special {@link Devices#makedev} of the device the file itself stands for
 * @param blocks allocated, of 512 bytes
 * @param mountId of the mount it was reached through; 0 before Linux 5.8
 * @param mountRoot whether it is the root of a mount
 */
public record FileStatus(
        FileType type,
        int mode,
        long uid,
        long gid,
        long size,
        Instant modified,
        long device,
        long inode,
        long links,
        long special,
        long blocks,
        long mountId,
        boolean mountRoot) {

    public boolean isDirectory() {
        return type == FileType.DIRECTORY;
    }

    public boolean isRegular() {
        return type == FileType.REGULAR;
    }

    public boolean isSymlink() {
        return type == FileType.SYMLINK;
    }

    /** Whether both are one and the same inode. */
    public boolean sameFile(FileStatus other) {
        return device == other.device && inode == other.inode;
    }
}
