package sampan.core.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sampan.core.error.EngineException;
import sampan.kernel.capability.Capability;
import sampan.kernel.capability.CapabilitySets;
import sampan.kernel.cgroup.CgroupHost;
import sampan.kernel.cgroup.CgroupMode;

/** Looks at everything that Sampan uses of a kernel and of a host. */
public final class Examination {
    private static final List<String> CONTROLLERS = List.of("cpu", "cpuset", "io", "memory", "pids");
    private static final String UPGRADE = "apt-get install linux-image-amd64 && reboot";

    private static final List<String> INITS = List.of(
            "/usr/bin/tini-static", "/usr/libexec/docker/docker-init", "/usr/bin/docker-init", "/usr/sbin/docker-init");

    private final List<Finding> findings = new ArrayList<>();

    private Examination() {}

    /** A row for each feature, those first without which nothing runs. */
    public static List<Finding> now() {
        Examination examination = new Examination();
        try {
            examination.kernel(sampan.kernel.process.Host.read().release());
            examination.cgroups(CgroupHost.detect());
            examination.isolation();
            examination.storage();
            examination.programs();
            return List.copyOf(examination.findings);
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot look at this machine", e);
        }
    }

    private void kernel(String release) {
        need("kernel", isAtLeast(release, 5, 15), release, "Linux 5.15 or later is needed", UPGRADE);
        need("openat2", isAtLeast(release, 5, 6), "paths stay inside a root", "Linux 5.6 has it", UPGRADE);
        want("idmapped mounts", isAtLeast(release, 5, 12), "Linux " + release, "Linux 5.12 has them", UPGRADE);
    }

    static boolean isAtLeast(String release, int major, int minor) {
        String[] numbers = release.split("[.-]", -1);
        try {
            int first = Integer.parseInt(numbers[0]);
            int second = numbers.length > 1 ? Integer.parseInt(numbers[1]) : 0;
            return first > major || (first == major && second >= minor);
        } catch (NumberFormatException odd) {
            return false;
        }
    }

    private void cgroups(CgroupHost host) {
        need(
                "cgroups",
                host.mode() != CgroupMode.NONE,
                "mode " + host.mode().name().toLowerCase(Locale.ROOT),
                "no hierarchy is mounted",
                "mount -t cgroup2 cgroup2 /sys/fs/cgroup");
        for (String controller : CONTROLLERS) {
            String old = controller.equals("io") ? "blkio" : controller;
            boolean unified = host.unifiedControllers().contains(controller);
            want(
                    "cgroup " + controller,
                    unified || host.v1().containsKey(old),
                    unified ? "version 2" : "version 1",
                    "no hierarchy has this controller: its limits are refused",
                    "echo +" + controller + " > /sys/fs/cgroup/cgroup.subtree_control");
        }
        boolean unified = host.mode() == CgroupMode.V2;
        want(
                "pause",
                unified || host.v1().containsKey("freezer"),
                "processes can be frozen",
                "'pause' is refused",
                "mkdir -p /sys/fs/cgroup/freezer && mount -t cgroup -o freezer freezer /sys/fs/cgroup/freezer");
        want(
                "device rules",
                unified || host.v1().containsKey("devices"),
                "devices are kept from containers",
                "containers may use every device whose node they make",
                "mkdir -p /sys/fs/cgroup/devices && mount -t cgroup -o devices devices /sys/fs/cgroup/devices");
        boolean swap = host.v1().containsKey("memory")
                ? Host.exists(host.v1().get("memory") + "/memory.memsw.limit_in_bytes")
                : Host.exists("/proc/swaps");
        want(
                "swap limit",
                swap,
                "swap is counted",
                "the kernel counts no swap",
                "sed -i 's/^GRUB_CMDLINE_LINUX=\"/&swapaccount=1 /' /etc/default/grub && update-grub && reboot");
    }

    private void isolation() throws IOException {
        String users = Host.text("/proc/sys/user/max_user_namespaces").orElse("0");
        want(
                "user namespaces",
                !users.equals("0"),
                users + " at most",
                "user.max_user_namespaces is 0",
                "sysctl -w user.max_user_namespaces=65536");
        need(
                "seccomp",
                Host.exists("/proc/sys/kernel/seccomp/actions_avail"),
                "filters work",
                "the kernel was built without CONFIG_SECCOMP_FILTER",
                UPGRADE);
        want(
                "seccomp notify",
                Host.text("/proc/sys/kernel/seccomp/actions_avail").orElse("").contains("user_notif"),
                "user_notif is there",
                "the kernel has no user_notif",
                UPGRADE);
        want(
                "AppArmor",
                Host.text("/sys/module/apparmor/parameters/enabled").orElse("N").equals("Y"),
                "enabled",
                "containers run without a profile",
                "sed -i 's/^GRUB_CMDLINE_LINUX=\"/&apparmor=1 security=apparmor /' /etc/default/grub && update-grub && reboot");
        boolean resources = Capability.of(CapabilitySets.own().permitted()).stream()
                .anyMatch(capability -> capability.specName().equals("CAP_SYS_RESOURCE"));
        want(
                "CAP_SYS_RESOURCE",
                resources,
                "limits can be raised",
                "ulimits above the engine's own are refused",
                "run the engine with CAP_SYS_RESOURCE: systemd: CapabilityBoundingSet=~");
    }

    private void storage() {
        want(
                "overlay",
                Host.knowsFileSystem("overlay"),
                "layers are shared",
                "each container gets a copy of its image",
                "modprobe overlay");
        want(
                "fuse",
                Host.knowsFileSystem("fuse") && Host.exists("/dev/fuse"),
                "/dev/fuse is there",
                "no /dev/fuse",
                "modprobe fuse");
        want(
                "resctrl",
                Host.exists("/sys/fs/resctrl/schemata"),
                "mounted",
                "cache and memory bandwidth cannot be shared out",
                "mount -t resctrl resctrl /sys/fs/resctrl");
    }

    private void programs() {
        want(
                "nftables",
                Host.hasLibrary("libnftables.so.1"),
                "libnftables is there",
                "no libnftables: no published ports",
                "apt-get install libnftables1");
        want(
                "IP forwarding",
                Host.text("/proc/sys/net/ipv4/ip_forward").orElse("0").equals("1"),
                "on",
                "containers would not reach other machines",
                "sysctl -w net.ipv4.ip_forward=1");
        want("criu", Host.hasProgram("criu"), "criu is there", "no checkpoints", "apt-get install criu");
        want(
                "init",
                INITS.stream().anyMatch(Host::exists),
                "for --init",
                "'run --init' is refused",
                "apt-get install tini");
        want("ps", Host.hasProgram("ps"), "ps is there", "'sampan top CONTAINER' needs it", "apt-get install procps");
    }

    private void need(String feature, boolean there, String found, String lacks, String mend) {
        findings.add(there ? Finding.ok(feature, found) : Finding.broken(feature, lacks, mend));
    }

    private void want(String feature, boolean there, String found, String lacks, String mend) {
        findings.add(there ? Finding.ok(feature, found) : Finding.missing(feature, lacks, mend));
    }
}
