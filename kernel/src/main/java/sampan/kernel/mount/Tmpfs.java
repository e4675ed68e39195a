package sampan.kernel.mount;

import java.lang.foreign.Arena;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** A tmpfs of the host's: fsopen(2), fsconfig(2), fsmount(2), move_mount(2). No path is looked up. */
public final class Tmpfs {
    private static final int ATTRIBUTES =
            MountFlags.MOUNT_ATTR_NOSUID | MountFlags.MOUNT_ATTR_NODEV | MountFlags.MOUNT_ATTR_NOEXEC;

    private Tmpfs() {}

    /**
     * Mounts a new one, without programs and devices, on a folder.
     *
     * @param source what mount(8) shows as its source
     * @param bytes its limit
     * @param mode of its root folder
     */
    public static void mount(Fd folder, String source, long bytes, int mode) throws SyscallException {
        try (Arena arena = Arena.ofConfined();
                Fd fs = open(arena)) {
            set(arena, fs, "source", source);
            set(arena, fs, "size", Long.toString(bytes));
            set(arena, fs, "mode", Integer.toOctalString(mode));
            check(
                    Call.FSCONFIG,
                    Call.FSCONFIG.invoke(fs.number(), MountFlags.FSCONFIG_CMD_CREATE, 0, 0, 0),
                    fs,
                    "FSCONFIG_CMD_CREATE");
            long mounted = Call.FSMOUNT.invoke(fs.number(), MountFlags.FSMOUNT_CLOEXEC, ATTRIBUTES);
            check(Call.FSMOUNT, mounted, fs);
            try (Fd mount = Fd.of(mounted)) {
                attach(arena, mount, folder);
            }
        }
    }

    private static Fd open(Arena arena) throws SyscallException {
        long result = Call.FSOPEN.invoke(CString.of(arena, "tmpfs").address(), MountFlags.FSOPEN_CLOEXEC);
        check(Call.FSOPEN, result, "tmpfs");
        return Fd.of(result);
    }

    private static void set(Arena arena, Fd fs, String key, String value) throws SyscallException {
        long result = Call.FSCONFIG.invoke(
                fs.number(),
                MountFlags.FSCONFIG_SET_STRING,
                CString.of(arena, key).address(),
                CString.of(arena, value).address(),
                0);
        check(Call.FSCONFIG, result, fs, "FSCONFIG_SET_STRING", key, value);
    }

    private static void attach(Arena arena, Fd mount, Fd folder) throws SyscallException {
        long empty = CString.of(arena, "").address();
        long result = Call.MOVE_MOUNT.invoke(
                mount.number(),
                empty,
                folder.number(),
                empty,
                MountFlags.MOVE_MOUNT_F_EMPTY_PATH | MountFlags.MOVE_MOUNT_T_EMPTY_PATH);
        check(Call.MOVE_MOUNT, result, mount, "", folder, "");
    }

    private static void check(Call call, long result, Object... arguments) throws SyscallException {
        if (result < 0) {
            throw SyscallException.of(call, result, arguments);
        }
    }
}
