package sampan.runtime.command.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.cgroup.CgroupHost;
import sampan.kernel.cgroup.CgroupMode;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Stat;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Spec;
import sampan.runtime.command.bundle.Bundle;
import sampan.runtime.criu.CriuOptions;
import sampan.runtime.state.ContainerRecord;

/** Mounts of the host's files in a container: they are not in the images, which have names for them. */
public record ExternalMounts(Spec spec, CgroupHost host) {
    private static final String NULL = "/dev/null";
    private static final int POINT = 4;

    /** For a checkpoint: each has its destination for a name. */
    void name(CriuOptions options, ContainerRecord record) throws IOException {
        Map<String, String> points = points(record.pid());
        for (String destination : destinations(record.cgroup()).keySet()) {
            options.externalMount(point(record.pid(), destination, points), destination);
        }
        for (String masked : masked()) {
            if (points.containsValue(masked) && isFile(record.pid(), masked)) {
                options.externalMount(masked, NULL);
            }
        }
    }

    /** For a restore: what is mounted in their places. */
    void give(CriuOptions options, String cgroup) {
        destinations(cgroup).forEach(options::externalMount);
        if (!masked().isEmpty()) {
            options.externalMount(NULL, NULL);
        }
    }

    private List<String> masked() {
        Linux linux = spec.linux();
        return linux == null ? List.of() : linux.maskedPaths();
    }

    /** With the host's path of each. */
    private Map<String, String> destinations(String cgroup) {
        Map<String, String> all = new HashMap<>();
        for (Mount mount : spec.mounts()) {
            String destination =
                    Path.of("/").resolve(mount.destination()).normalize().toString();
            if (Bundle.isBind(mount)) {
                all.put(destination, String.valueOf(mount.source()));
            } else if ("cgroup".equals(mount.type()) && bindsCgroups()) {
                hierarchies()
                        .forEach(hierarchy -> all.put(destination + "/" + hierarchy.getFileName(), hierarchy + cgroup));
            }
        }
        return all;
    }

    /** In a cgroup namespace, and with cgroup2 alone, they are mounts like any other. */
    private boolean bindsCgroups() {
        Linux linux = spec.linux();
        return host.mode() != CgroupMode.V2
                && (linux == null
                        || linux.namespaces().stream()
                                .noneMatch(namespace -> namespace.type().equals("cgroup")));
    }

    private Set<Path> hierarchies() {
        Set<Path> all = new LinkedHashSet<>(host.v1().values());
        host.unified().ifPresent(all::add);
        return all;
    }

    /** proc_pid_mountinfo(5): mount points by the numbers of their mounts. */
    private static Map<String, String> points(int pid) throws IOException {
        Map<String, String> points = new HashMap<>();
        for (String line :
                Read.text(Path.of("/proc/" + pid + "/mountinfo")).lines().toList()) {
            String[] fields = line.split(" ", POINT + 2);
            points.put(fields[0], fields[POINT].replace("\\040", " "));
        }
        return points;
    }

    /** A destination may lead over symbolic links of the image; the mount itself tells where it is. */
    private static String point(int pid, String destination, Map<String, String> points) throws IOException {
        if (points.containsValue(destination)) {
            return destination;
        }
        try (Fd root = Open.open(Path.of("/proc/" + pid + "/root"), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
                RootDirectory directory = RootDirectory.of(root);
                Fd there = directory.locate(RootPath.of(destination))) {
            return points.getOrDefault(Long.toString(Stat.of(there).mountId()), destination);
        } catch (SyscallException gone) {
            return destination;
        }
    }

    private static boolean isFile(int pid, String path) throws IOException {
        try (Fd root = Open.open(Path.of("/proc/" + pid + "/root"), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
                RootDirectory directory = RootDirectory.of(root)) {
            return directory
                    .find(RootPath.of(path))
                    .filter(status -> !status.isDirectory())
                    .isPresent();
        } catch (SyscallException gone) {
            return false;
        }
    }
}
