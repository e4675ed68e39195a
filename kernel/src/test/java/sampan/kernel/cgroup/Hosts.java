package sampan.kernel.cgroup;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Made-up hosts for the tables. */
final class Hosts {
    private static final CgroupPath PARENT = CgroupPath.parse("/sampan/r1");

    static final CgroupParent V1 = parent(
            v1(
                    "cpu",
                    "cpuacct",
                    "cpuset",
                    "memory",
                    "devices",
                    "freezer",
                    "blkio",
                    "pids",
                    "hugetlb",
                    "rdma",
                    "net_cls",
                    "net_prio",
                    "name=systemd"),
            Optional.empty(),
            Set.of(),
            Set.of("memory.memsw.limit_in_bytes", "blkio.bfq.weight", "blkio.bfq.weight_device", "cpu.rt_runtime_us"));

    static final CgroupParent V2 = parent(
            Map.of(),
            Optional.of(Path.of("/cg")),
            Set.of("cpu", "cpuset", "io", "memory", "pids", "hugetlb", "rdma"),
            Set.of("memory.swap.max", "io.weight"));

    static final CgroupParent HYBRID = parent(
            v1("cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio", "pids", "name=systemd"),
            Optional.of(Path.of("/cg/unified")),
            Set.of("hugetlb"),
            Set.of());

    static final CgroupParent BARE = parent(Map.of(), Optional.empty(), Set.of(), Set.of());

    private Hosts() {}

    /** The limits of a new cgroup {@code c}, as {@code file=value}. */
    static List<String> fresh(CgroupParent parent, CgroupLimits limits) {
        return lines(CgroupPlan.create(parent, "c", limits, Membership.NEEDED));
    }

    static List<String> update(CgroupParent parent, CgroupLimits limits) {
        return lines(CgroupPlan.update(parent, "c", limits, DeviceRules.EVERYTHING));
    }

    static List<String> unsupported(CgroupParent parent, CgroupLimits limits) {
        return CgroupPlan.create(parent, "c", limits, Membership.NEEDED).unsupported().stream()
                .map(what -> (what.fatal() ? "refused: " : "warned: ") + what.warning())
                .toList();
    }

    private static List<String> lines(CgroupPlan plan) {
        return plan.writes().stream()
                .map(write -> write.file().getFileName() + "=" + write.value()
                        + (write.tolerated().isEmpty() ? "" : " or " + write.tolerated()))
                .toList();
    }

    private static Map<String, Path> v1(String... controllers) {
        Map<String, Path> mounts = new LinkedHashMap<>();
        for (String controller : controllers) {
            mounts.put(controller, Path.of("/cg", controller.replace("name=", "")));
        }
        return mounts;
    }

    private static CgroupParent parent(
            Map<String, Path> v1, Optional<Path> unified, Set<String> controllers, Set<String> files) {
        return new CgroupParent(
                new CgroupHost(v1, unified, controllers), PARENT, files, Optional.empty(), Optional.empty());
    }
}
