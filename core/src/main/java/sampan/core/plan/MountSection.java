package sampan.core.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import sampan.core.config.HostConfig;
import sampan.oci.spec.Mount;
import sampan.oci.spec.UsualMounts;

/** Docker's default mounts, then what was asked for, from the top down. */
final class MountSection {
    private static final String SHM = "/dev/shm";
    private static final long DEFAULT_SHM = 64L << 20;
    private static final Set<String> WRITABLE_ANYWAY =
            Set.of("/proc", "/dev", "/dev/pts", "/dev/shm", "/dev/mqueue", "/sys");

    private MountSection() {}

    static List<Mount> of(PlanRequest request) {
        HostConfig host = request.host();
        Set<String> taken =
                request.mounts().stream().map(MountPoint::destination).collect(Collectors.toSet());
        List<Mount> mounts = new ArrayList<>();
        boolean shared = request.surroundings().files().containsKey(SHM);
        for (Mount mount : defaults(host, shared)) {
            boolean below = taken.contains("/dev") && mount.destination().startsWith("/dev/");
            if (!taken.contains(mount.destination()) && !below) {
                mounts.add(readonlyWithRoot(mount, host));
            }
        }
        List<Mount> asked = new ArrayList<>();
        asked.addAll(asked(request.mounts()));
        request.surroundings().files().forEach((path, source) -> {
            if (!taken.contains(path)) {
                asked.add(readonlyWithRoot(Mount.bind(source, path, "rbind", "rprivate"), host));
            }
        });
        request.surroundings()
                .initProgram()
                .ifPresent(init -> asked.add(Mount.bind(init, InitProgram.PATH, "bind", "ro")));
        asked.sort(Comparator.comparingInt(mount -> Paths.depth(mount.destination())));
        mounts.addAll(asked);
        return mounts;
    }

    static List<Mount> asked(List<MountPoint> points) {
        return points.stream().map(MountSection::mount).toList();
    }

    private static List<Mount> defaults(HostConfig host, boolean shared) {
        boolean privileged = host.security().privileged();
        String access = privileged ? "rw" : "ro";
        List<Mount> mounts = new ArrayList<>();
        mounts.add(Mount.of("/proc", "proc", "proc", "nosuid", "noexec", "nodev"));
        mounts.add(UsualMounts.DEVICES);
        mounts.add(UsualMounts.terminals("gid=5"));
        mounts.add(UsualMounts.kernelObjects(access));
        mounts.add(Mount.of("/sys/fs/cgroup", "cgroup", "cgroup", access, "nosuid", "noexec", "nodev"));
        mounts.add(UsualMounts.QUEUES);
        if (!shared && !host.namespaces().ipcMode().equals(Modes.NONE)) {
            mounts.add(shm(host.storage().shmSize()));
        }
        return mounts;
    }

    private static Mount shm(long size) {
        return UsualMounts.sharedMemory(Long.toString(size == 0 ? DEFAULT_SHM : size));
    }

    private static Mount mount(MountPoint point) {
        if (point.isTmpfs()) {
            return new Mount(point.destination(), "tmpfs", "tmpfs", point.options(), List.of(), List.of());
        }
        MountPoint.Foreign foreign = point.traits().foreign();
        if (foreign != null) {
            return foreign(point, foreign);
        }
        List<String> options = new ArrayList<>();
        options.add(point.traits().flat() ? "bind" : "rbind");
        if (!point.writable()) {
            options.add(point.traits().flat() || point.traits().flatReadonly() ? "ro" : "rro");
        }
        options.add(point.propagation().isEmpty() ? "rprivate" : point.propagation());
        return new Mount(point.destination(), "bind", point.place(), options, List.of(), List.of());
    }

    private static Mount foreign(MountPoint point, MountPoint.Foreign foreign) {
        List<String> options = new ArrayList<>(foreign.options());
        if (!point.writable()) {
            options.add("ro");
        }
        return new Mount(point.destination(), foreign.type(), foreign.device(), options, List.of(), List.of());
    }

    /** With --read-only, what the engine mounts on its own account is read-only as well; tmpfs and kernel interfaces stay as they are. */
    private static Mount readonlyWithRoot(Mount mount, HostConfig host) {
        boolean change = host.storage().readonlyRootfs()
                && !WRITABLE_ANYWAY.contains(mount.destination())
                && !mount.options().contains("ro");
        if (!change) {
            return mount;
        }
        List<String> options = new ArrayList<>(mount.options());
        options.remove("rw");
        options.add("ro");
        return new Mount(mount.destination(), mount.type(), mount.source(), options, List.of(), List.of());
    }
}
