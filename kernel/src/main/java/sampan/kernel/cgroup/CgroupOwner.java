package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chown;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;

/** Gives a cgroup of version 2 to a user, who then makes cgroups in it, and can change no limit of it. (cgroups(7), "Cgroups delegation") */
public final class CgroupOwner {
    private static final Path DELEGATED = Path.of("/sys/kernel/cgroup/delegate");

    /** Where the kernel does not say. */
    private static final String USUAL = "cgroup.procs\ncgroup.subtree_control\ncgroup.threads";

    private CgroupOwner() {}

    /** The directory and what of its files the kernel names for that; the group stays. */
    public static void give(Path directory, long uid) throws IOException {
        List<String> files =
                ControlFile.readIfThere(DELEGATED).orElse(USUAL).lines().toList();
        try (Fd cgroup = Open.open(directory, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
            Chown.of(cgroup, uid, Chown.UNCHANGED);
            for (String file : files) {
                give(cgroup, file, uid);
            }
        }
    }

    /** Not every cgroup has them all. */
    private static void give(Fd cgroup, String file, long uid) throws SyscallException {
        try {
            Chown.at(cgroup, file.getBytes(StandardCharsets.UTF_8), uid, Chown.UNCHANGED);
        } catch (SyscallException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }
}
