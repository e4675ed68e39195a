package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;

/** Puts a {@link DeviceFilter} in charge of a cgroup2 directory; the kernel forgets it with the directory. */
final class DeviceGuard {
    private DeviceGuard() {}

    /** Takes the place of whatever guarded the cgroup; at no moment is it open to all devices. */
    static void guard(Path directory, DeviceFilter filter) throws IOException {
        try (Fd cgroup = Open.open(directory, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
                Fd program = Bpf.load(filter)) {
            List<Fd> before = Bpf.attached(cgroup);
            try {
                if (before.size() == 1) {
                    Bpf.replace(cgroup, before.getFirst(), program);
                } else {
                    Bpf.attach(cgroup, program);
                    for (Fd old : before) {
                        Bpf.detach(cgroup, old);
                    }
                }
            } finally {
                before.forEach(Fd::close);
            }
        }
    }
}
