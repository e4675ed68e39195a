package sampan.core.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sampan.core.error.EngineException;
import sampan.kernel.cgroup.CgroupHost;
import sampan.kernel.cgroup.CgroupMode;

/** What the kernel can limit on this host, by the controllers it mounts. */
record LimitSurvey(CgroupHost host, String driver) {
    static SystemReport.Limits limits(String driver) {
        try {
            return new LimitSurvey(CgroupHost.detect(), driver).survey();
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot look at the control groups of this machine", e);
        }
    }

    private SystemReport.Limits survey() {
        boolean quota = isUnified("cpu") || v1File("cpu", "cpu.cfs_quota_us");
        return new SystemReport.Limits(
                has("memory"),
                swap(),
                quota,
                quota,
                has("cpu"),
                has("cpuset"),
                has("pids"),
                v1File("memory", "memory.oom_control"),
                SmallText.read(Path.of("/proc/sys/net/ipv4/ip_forward"))
                        .filter("1"::equals)
                        .isPresent(),
                driver,
                host.mode() == CgroupMode.V2 ? "2" : "1");
    }

    /** Only child groups have the file of version 2; its controller always counts swap where the kernel has swap at all. */
    private boolean swap() {
        return isUnified("memory")
                ? Files.exists(Path.of("/proc/swaps"))
                : v1File("memory", "memory.memsw.limit_in_bytes");
    }

    private boolean has(String controller) {
        return host.v1().containsKey(controller) || isUnified(controller);
    }

    private boolean isUnified(String controller) {
        return host.unifiedControllers().contains(controller);
    }

    private boolean v1File(String controller, String file) {
        Path mount = host.v1().get(controller);
        return mount != null && Files.exists(mount.resolve(file));
    }
}
