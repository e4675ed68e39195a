package sampan.kernel.mount;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** mount(2), as mount(8) uses it for a line of fstab(5): whatever file system the kernel knows, with words for options. */
public final class Mount {
    private static final Map<String, Integer> SETS = Map.ofEntries(
            Map.entry("ro", MountFlags.MS_RDONLY),
            Map.entry("nosuid", MountFlags.MS_NOSUID),
            Map.entry("nodev", MountFlags.MS_NODEV),
            Map.entry("noexec", MountFlags.MS_NOEXEC),
            Map.entry("sync", MountFlags.MS_SYNCHRONOUS),
            Map.entry("dirsync", MountFlags.MS_DIRSYNC),
            Map.entry("mand", MountFlags.MS_MANDLOCK),
            Map.entry("noatime", MountFlags.MS_NOATIME),
            Map.entry("nodiratime", MountFlags.MS_NODIRATIME),
            Map.entry("relatime", MountFlags.MS_RELATIME),
            Map.entry("strictatime", MountFlags.MS_STRICTATIME),
            Map.entry("bind", MountFlags.MS_BIND),
            Map.entry("rbind", MountFlags.MS_BIND | MountFlags.MS_REC));
    private static final Map<String, Integer> CLEARS = Map.ofEntries(
            Map.entry("rw", MountFlags.MS_RDONLY),
            Map.entry("suid", MountFlags.MS_NOSUID),
            Map.entry("dev", MountFlags.MS_NODEV),
            Map.entry("exec", MountFlags.MS_NOEXEC),
            Map.entry("async", MountFlags.MS_SYNCHRONOUS),
            Map.entry("nomand", MountFlags.MS_MANDLOCK),
            Map.entry("atime", MountFlags.MS_NOATIME),
            Map.entry("diratime", MountFlags.MS_NODIRATIME),
            Map.entry("norelatime", MountFlags.MS_RELATIME),
            Map.entry("nostrictatime", MountFlags.MS_STRICTATIME),
            Map.entry("defaults", 0));

    private Mount() {}

    /**
     * Options, sorted by whom they are for.
     *
     * @param flags of mount(2)
     * @param data the file system's own
     */
    public record Options(int flags, String data) {
        /** In any order; of two that contradict each other the later counts. */
        public static Options parse(List<String> words) {
            int flags = 0;
            List<String> own = new ArrayList<>();
            for (String word : words) {
                Integer set = SETS.get(word);
                Integer clear = CLEARS.get(word);
                if (set != null) {
                    flags |= set;
                } else if (clear != null) {
                    flags &= ~clear;
                } else {
                    own.add(word);
                }
            }
            return new Options(flags, String.join(",", own));
        }
    }

    /**
     * Mounts on a folder of ours.
     *
     * @param type as of /proc/filesystems; anything with {@code bind}
     * @param device or whatever else the file system takes for its source
     */
    public static void on(Fd parent, byte[] name, String type, String device, Options options) throws SyscallException {
        byte[] place = OwnPath.of(parent, name);
        call(device, place, type, options.flags(), options.data());
        int attributes = options.flags() & ~(MountFlags.MS_BIND | MountFlags.MS_REC);
        if ((options.flags() & MountFlags.MS_BIND) != 0 && attributes != 0) {
            try { // a bind mount has attributes of its own only afterwards
                call("none", place, "", MountFlags.MS_REMOUNT | MountFlags.MS_BIND | attributes, "");
            } catch (SyscallException failed) {
                Unmount.detach(parent, name);
                throw failed;
            }
        }
    }

    private static void call(String source, byte[] place, String type, int flags, String data) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            long result = Call.MOUNT.invoke(
                    CString.of(arena, source).address(),
                    CString.of(arena, place).address(),
                    CString.of(arena, type).address(),
                    flags,
                    CString.of(arena, data).address());
            if (result < 0) {
                throw SyscallException.of(Call.MOUNT, result, source, place, type, flags, data);
            }
        }
    }
}
