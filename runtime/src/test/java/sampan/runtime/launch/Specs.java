package sampan.runtime.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import sampan.oci.spec.Capabilities;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.ContainerProcessBuilder;
import sampan.oci.spec.Linux;
import sampan.oci.spec.LinuxBuilder;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Namespace;
import sampan.oci.spec.Rlimit;
import sampan.oci.spec.Root;
import sampan.oci.spec.Spec;

/** Specifications as an engine of Docker's kind writes them. */
public final class Specs {
    public static final List<String> CAPABILITIES = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FSETID",
            "CAP_FOWNER",
            "CAP_MKNOD",
            "CAP_NET_RAW",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SETFCAP",
            "CAP_SETPCAP",
            "CAP_NET_BIND_SERVICE",
            "CAP_SYS_CHROOT",
            "CAP_KILL",
            "CAP_AUDIT_WRITE");

    private Specs() {}

    public static Spec docker(String... args) {
        ContainerProcess process = ContainerProcess.running(List.of(args))
                .env(List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOSTNAME=web"))
                .capabilities(Capabilities.of(CAPABILITIES))
                .oomScoreAdj(0)
                .rlimits(List.of(new Rlimit("RLIMIT_NOFILE", 1024, 4096)))
                .build();
        return Spec.of(process, linux())
                .withRoot(new Root("rootfs", false))
                .withHostname("web")
                .withMounts(List.of(
                        Mount.of("/proc", "proc", "proc", "nosuid", "noexec", "nodev"),
                        Mount.of("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
                        Mount.of(
                                "/dev/pts",
                                "devpts",
                                "devpts",
                                "nosuid",
                                "noexec",
                                "newinstance",
                                "ptmxmode=0666",
                                "mode=0620",
                                "gid=5"),
                        Mount.of("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"),
                        Mount.of("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
                        Mount.of("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k")));
    }

    private static Linux linux() {
        return Linux.in(List.of(
                        Namespace.fresh("mount"),
                        Namespace.fresh("network"),
                        Namespace.fresh("uts"),
                        Namespace.fresh("pid"),
                        Namespace.fresh("ipc"),
                        Namespace.fresh("cgroup")))
                .maskedPaths(List.of(
                        "/proc/asound",
                        "/proc/acpi",
                        "/proc/interrupts",
                        "/proc/kcore",
                        "/proc/keys",
                        "/proc/latency_stats",
                        "/proc/timer_list",
                        "/proc/timer_stats",
                        "/proc/sched_debug",
                        "/proc/scsi",
                        "/sys/firmware",
                        "/sys/devices/virtual/powercap"))
                .readonlyPaths(List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"))
                .build();
    }

    /** Runs a line of shell. */
    public static Spec shell(String line) {
        return docker("sh", "-c", line);
    }

    public static Spec process(Spec spec, UnaryOperator<ContainerProcessBuilder> change) {
        return spec.withProcess(
                change.apply(java.util.Objects.requireNonNull(spec.process()).edit())
                        .build());
    }

    public static Spec linux(Spec spec, UnaryOperator<LinuxBuilder> change) {
        return spec.withLinux(
                change.apply(java.util.Objects.requireNonNull(spec.linux()).edit())
                        .build());
    }

    public static Spec mount(Spec spec, Mount... mounts) {
        List<Mount> all = new ArrayList<>(spec.mounts());
        all.addAll(List.of(mounts));
        return spec.withMounts(all);
    }

    /** One namespace said anew, or said at all. */
    public static Spec namespace(Spec spec, Namespace namespace) {
        List<Namespace> all =
                new ArrayList<>(java.util.Objects.requireNonNull(spec.linux()).namespaces());
        all.removeIf(other -> other.type().equals(namespace.type()));
        all.add(namespace);
        return linux(spec, linux -> linux.namespaces(all));
    }

    public static Spec without(Spec spec, String namespace) {
        return linux(
                spec,
                linux -> linux.namespaces(java.util.Objects.requireNonNull(spec.linux()).namespaces().stream()
                        .filter(other -> !other.type().equals(namespace))
                        .toList()));
    }
}
