package sampan.kernel.mount;

/** The flags of mount(2), umount2(2), fsopen(2), fsconfig(2), fsmount(2), open_tree(2), move_mount(2) and mount_setattr(2). */
public final class MountFlags {
    public static final int MS_RDONLY = 0x1;
    public static final int MS_NOSUID = 0x2;
    public static final int MS_NODEV = 0x4;
    public static final int MS_NOEXEC = 0x8;
    public static final int MS_SYNCHRONOUS = 0x10;
    public static final int MS_REMOUNT = 0x20;
    public static final int MS_MANDLOCK = 0x40;
    public static final int MS_DIRSYNC = 0x80;
    public static final int MS_NOSYMFOLLOW = 0x100;
    public static final int MS_NOATIME = 0x400;
    public static final int MS_NODIRATIME = 0x800;
    public static final int MS_BIND = 0x1000;
    public static final int MS_MOVE = 0x2000;
    public static final int MS_REC = 0x4000;
    public static final int MS_SILENT = 0x8000;
    public static final int MS_POSIXACL = 1 << 16;
    public static final int MS_UNBINDABLE = 1 << 17;
    public static final int MS_PRIVATE = 1 << 18;
    public static final int MS_SLAVE = 1 << 19;
    public static final int MS_SHARED = 1 << 20;
    public static final int MS_RELATIME = 1 << 21;
    public static final int MS_I_VERSION = 1 << 23;
    public static final int MS_STRICTATIME = 1 << 24;
    public static final int MS_LAZYTIME = 1 << 25;

    public static final int MNT_FORCE = 1;
    public static final int MNT_DETACH = 2;
    public static final int MNT_EXPIRE = 4;
    public static final int UMOUNT_NOFOLLOW = 8;

    public static final int FSOPEN_CLOEXEC = 1;
    public static final int FSMOUNT_CLOEXEC = 1;
    public static final int FSPICK_CLOEXEC = 1;
    public static final int FSPICK_SYMLINK_NOFOLLOW = 2;
    public static final int FSPICK_NO_AUTOMOUNT = 4;
    public static final int FSPICK_EMPTY_PATH = 8;

    public static final int FSCONFIG_SET_FLAG = 0;
    public static final int FSCONFIG_SET_STRING = 1;
    public static final int FSCONFIG_SET_BINARY = 2;
    public static final int FSCONFIG_SET_PATH = 3;
    public static final int FSCONFIG_SET_PATH_EMPTY = 4;
    public static final int FSCONFIG_SET_FD = 5;
    public static final int FSCONFIG_CMD_CREATE = 6;
    public static final int FSCONFIG_CMD_RECONFIGURE = 7;

    public static final int MOUNT_ATTR_RDONLY = 0x1;
    public static final int MOUNT_ATTR_NOSUID = 0x2;
    public static final int MOUNT_ATTR_NODEV = 0x4;
    public static final int MOUNT_ATTR_NOEXEC = 0x8;

    /** The mask of the three times below, which are values and not bits. */
    public static final int MOUNT_ATTR__ATIME = 0x70;

    public static final int MOUNT_ATTR_RELATIME = 0x0;
    public static final int MOUNT_ATTR_NOATIME = 0x10;
    public static final int MOUNT_ATTR_STRICTATIME = 0x20;
    public static final int MOUNT_ATTR_NODIRATIME = 0x80;
    public static final int MOUNT_ATTR_IDMAP = 0x100000;
    public static final int MOUNT_ATTR_NOSYMFOLLOW = 0x200000;

    /** {@code struct mount_attr}: attributes to set, to clear, propagation, user namespace; 8 bytes each. */
    public static final int MOUNT_ATTR_SIZE = 32;

    public static final int OPEN_TREE_CLONE = 1;
    public static final int OPEN_TREE_CLOEXEC = 02000000;

    public static final int MOVE_MOUNT_F_SYMLINKS = 0x1;
    public static final int MOVE_MOUNT_F_AUTOMOUNTS = 0x2;
    public static final int MOVE_MOUNT_F_EMPTY_PATH = 0x4;
    public static final int MOVE_MOUNT_T_SYMLINKS = 0x10;
    public static final int MOVE_MOUNT_T_AUTOMOUNTS = 0x20;
    public static final int MOVE_MOUNT_T_EMPTY_PATH = 0x40;
    public static final int MOVE_MOUNT_SET_GROUP = 0x100;

    public static final int AT_FDCWD = -100;
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    public static final int AT_SYMLINK_FOLLOW = 0x400;
    public static final int AT_NO_AUTOMOUNT = 0x800;
    public static final int AT_EMPTY_PATH = 0x1000;
    public static final int AT_RECURSIVE = 0x8000;

    private MountFlags() {}
}
