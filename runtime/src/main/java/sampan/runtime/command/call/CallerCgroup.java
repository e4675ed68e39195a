package sampan.runtime.command.call;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import sampan.kernel.Fd;
import sampan.kernel.cgroup.CgroupPath;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Spec;

/** Where the caller itself is: a cgroup path without a first slash starts there. */
public final class CallerCgroup {
    private static final int LARGEST = 1 << 16;

    private CallerCgroup() {}

    /** Where the specification's path starts; the caller is only asked where it matters. */
    public static CgroupPath startOf(Spec spec, Invocation invocation) throws IOException {
        Linux linux = spec.linux();
        boolean absolute = linux != null
                && linux.cgroupsPath() != null
                && linux.cgroupsPath().startsWith("/");
        return absolute ? CgroupPath.ROOT : of(invocation);
    }

    /**
     * In the hierarchy of devices, which every manager uses. In cgroup2 it is the one above: the caller's own has processes, and so can have no
     * cgroups below that are limited. (runc does the same.)
     */
    static CgroupPath of(Invocation invocation) throws IOException {
        try (Fd file = invocation.open("/proc/" + invocation.pid() + "/cgroup", OpenFlags.O_RDONLY, 0)) {
            String lines = new String(Read.all(file, LARGEST), StandardCharsets.UTF_8);
            return lines.lines()
                    .map(line -> line.split(":", 3))
                    .filter(fields -> fields.length == 3)
                    .filter(fields -> fields[1].equals("devices") || fields[1].isEmpty())
                    .map(fields -> fields[1].isEmpty() ? above(fields[2]) : fields[2])
                    .findFirst()
                    .filter(path -> !path.equals("/") && !path.contains("/.."))
                    .map(CgroupPath::parse)
                    .orElse(CgroupPath.ROOT);
        }
    }

    private static String above(String path) {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }
}
