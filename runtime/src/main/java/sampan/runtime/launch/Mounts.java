package sampan.runtime.launch;

import sampan.oci.spec.Implements;
import sampan.oci.spec.Mount;
import sampan.runtime.program.Blame;
import sampan.runtime.program.Quoted;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#mounts">config.md#mounts</a> */
@Implements(value = "config.md#mounts", properties = "mounts")
final class Mounts {
    /** Files of /proc that may be covered: what lxcfs offers, and what CRIU writes. */
    private static final java.util.Set<String> COVERABLE = java.util.Set.of(
            "/proc/cpuinfo",
            "/proc/diskstats",
            "/proc/meminfo",
            "/proc/stat",
            "/proc/swaps",
            "/proc/uptime",
            "/proc/loadavg",
            "/proc/slabinfo",
            "/proc/net/dev",
            "/proc/sys/kernel/ns_last_pid",
            "/proc/sys/crypto/fips_enabled");

    private Mounts() {}

    /** In their order, as a later one may lie on an earlier one. */
    static void compile(Launch launch) {
        for (int i = 0; i < launch.spec().mounts().size(); i++) {
            mount(launch, i);
        }
    }

    private static void mount(Launch launch, int index) {
        Mount mount = launch.spec().mounts().get(index);
        MountOptions options = MountOptions.parse(mount.options());
        ContainerPath destination = destination(mount);
        blame(launch, mount);
        if (BindMount.is(mount, options)) {
            BindMount.attach(launch, index, destination);
        } else if ("cgroup".equals(mount.type()) || "cgroup2".equals(mount.type())) {
            CgroupMount.compile(launch, mount, options);
        } else {
            NewMount.compile(launch, mount, options);
        }
    }

    static void blame(Launch launch, Mount mount) {
        String source = mount.source() == null ? "" : mount.source();
        boolean bind = BindMount.is(mount, MountOptions.parse(mount.options()));
        String title =
                bind ? mount.destination() + " from " + source : "a " + mount.type() + " at " + mount.destination();
        launch.script().purpose(title, why(mount), "move_mount(2)");
        if (bind) {
            launch.script().blame(new Blame.Bind(source, mount.destination()));
        } else {
            launch.script()
                    .blame("error mounting " + Quoted.of(source) + " to rootfs at " + Quoted.of(mount.destination())
                            + ": %CALL%: %ERROR%");
        }
    }

    private static String why(Mount mount) {
        return switch (String.valueOf(mount.type())) {
            case "proc" -> "shows the processes of this pid namespace only";
            case "sysfs" -> "shows the devices of this network namespace";
            case "tmpfs" -> "memory, gone with the container";
            case "devpts" -> "terminals of its own";
            case "mqueue" -> "message queues of this ipc namespace";
            case "cgroup", "cgroup2" -> "the container's own limits and counters";
            default -> "asked for";
        };
    }

    static ContainerPath destination(Mount mount) {
        ContainerPath path = ContainerPath.of(mount.destination());
        if (path.isRoot()) {
            throw new InvalidSpecException("mounts: the destination cannot be '/'");
        }
        boolean proc = "proc".equals(mount.type());
        if (path.within("/proc") && path.names().size() > 1 && !COVERABLE.contains(path.toString())) {
            throw new InvalidSpecException(
                    Quoted.of(mount.destination()) + " cannot be mounted because it is inside /proc");
        }
        if (path.toString().equals("/proc") && !proc) {
            throw new InvalidSpecException(
                    Quoted.of(mount.destination()) + " cannot be mounted because it is not of type proc");
        }
        return path;
    }
}
