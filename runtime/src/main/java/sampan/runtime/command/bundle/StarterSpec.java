package sampan.runtime.command.bundle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.oci.spec.Mount;
import sampan.oci.spec.UsualMounts;

/** A specification to start from: a shell on a terminal, in namespaces of its own, with few capabilities. */
public final class StarterSpec {
    private static final List<String> CAPABILITIES = List.of("CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE");

    private StarterSpec() {}

    public static Map<String, Object> usual() {
        return of(linux(), false);
    }

    /** For a container whose root is this user and this group. */
    static Map<String, Object> rootless(long uid, long gid) {
        return of(rootlessLinux(uid, gid), true);
    }

    private static Map<String, Object> of(Map<String, Object> linux, boolean rootless) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("ociVersion", "1.2.1");
        spec.put("process", process());
        spec.put("root", object("path", "rootfs", "readonly", true));
        spec.put("hostname", "sampan");
        spec.put("mounts", mounts(rootless));
        spec.put("linux", linux);
        return spec;
    }

    private static Map<String, Object> process() {
        Map<String, Object> process = new LinkedHashMap<>();
        process.put("terminal", true);
        process.put("user", object("uid", 0, "gid", 0));
        process.put("args", List.of("sh"));
        process.put("env", List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm"));
        process.put("cwd", "/");
        process.put(
                "capabilities", object("bounding", CAPABILITIES, "effective", CAPABILITIES, "permitted", CAPABILITIES));
        process.put("rlimits", List.of(object("type", "RLIMIT_NOFILE", "hard", 1024, "soft", 1024)));
        process.put("noNewPrivileges", true);
        return process;
    }

    private static List<Object> mounts(boolean rootless) {
        List<Object> mounts = new ArrayList<>();
        mounts.add(object("destination", "/proc", "type", "proc", "source", "proc"));
        mounts.add(mount(UsualMounts.DEVICES));
        mounts.add(mount(rootless ? UsualMounts.terminals() : UsualMounts.terminals("gid=5")));
        mounts.add(mount(UsualMounts.sharedMemory("65536k")));
        mounts.add(mount(UsualMounts.QUEUES));
        if (rootless) {
            mounts.add(mount(Mount.of("/sys", "none", "/sys", "rbind", "nosuid", "noexec", "nodev", "ro")));
        } else {
            mounts.add(mount(UsualMounts.kernelObjects("ro")));
        }
        mounts.add(
                mount(Mount.of("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro")));
        return mounts;
    }

    private static Map<String, Object> mount(Mount mount) {
        return object(
                "destination",
                mount.destination(),
                "type",
                String.valueOf(mount.type()),
                "source",
                String.valueOf(mount.source()),
                "options",
                mount.options());
    }

    private static Map<String, Object> linux() {
        Map<String, Object> linux = new LinkedHashMap<>();
        linux.put("resources", object("devices", List.of(object("allow", false, "access", "rwm"))));
        linux.put("namespaces", namespaces("pid", "ipc", "uts", "mount", "network", "cgroup"));
        return paths(linux);
    }

    private static Map<String, Object> rootlessLinux(long uid, long gid) {
        Map<String, Object> linux = new LinkedHashMap<>();
        linux.put("uidMappings", List.of(object("containerID", 0, "hostID", uid, "size", 1)));
        linux.put("gidMappings", List.of(object("containerID", 0, "hostID", gid, "size", 1)));
        linux.put("namespaces", namespaces("pid", "ipc", "uts", "mount", "user", "cgroup"));
        return paths(linux);
    }

    private static List<Object> namespaces(String... types) {
        List<Object> namespaces = new ArrayList<>();
        for (String type : types) {
            namespaces.add(object("type", type));
        }
        return namespaces;
    }

    private static Map<String, Object> paths(Map<String, Object> linux) {
        linux.put(
                "maskedPaths",
                List.of(
                        "/proc/acpi",
                        "/proc/asound",
                        "/proc/kcore",
                        "/proc/keys",
                        "/proc/latency_stats",
                        "/proc/timer_list",
                        "/proc/timer_stats",
                        "/proc/sched_debug",
                        "/sys/firmware",
                        "/proc/scsi"));
        linux.put("readonlyPaths", List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"));
        return linux;
    }

    /** Names and values in turn. */
    private static Map<String, Object> object(Object... members) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            object.put(String.valueOf(members[i]), members[i + 1]);
        }
        return object;
    }
}
