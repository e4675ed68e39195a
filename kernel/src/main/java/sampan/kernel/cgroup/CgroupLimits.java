package sampan.kernel.cgroup;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a cgroup may use: {@code linux.resources} of the runtime specification in this package's words. Nothing set means no limit.
 *
 * <p>The parts refuse values that no kernel takes; whether this host can set them is {@link CgroupPlan#unsupported}.
 *
 * @param devices rules on top of "deny everything"; absent means that devices are not this cgroup's business, while an empty list
 *     allows the default devices only (GHSA-g54h: an empty list must never mean "everything")
 * @param unified files of cgroup2 and what to write into them, last of all
 */
public record CgroupLimits(
        MemoryLimits memory,
        CpuLimits cpu,
        OptionalLong pids,
        IoLimits io,
        List<HugepageLimit> hugepages,
        NetworkClass network,
        Map<String, RdmaLimit> rdma,
        Map<String, String> unified,
        Optional<List<DeviceRule>> devices) {
    public static final CgroupLimits NONE = new CgroupLimits(
            MemoryLimits.NONE,
            CpuLimits.NONE,
            OptionalLong.empty(),
            IoLimits.NONE,
            List.of(),
            NetworkClass.NONE,
            Map.of(),
            Map.of(),
            Optional.empty());

    public CgroupLimits {
        hugepages = List.copyOf(hugepages);
        rdma = Map.copyOf(rdma);
        unified = Map.copyOf(unified);
        devices = devices.map(List::copyOf);
        rdma.keySet().forEach(CgroupLimits::checkDevice);
        unified.forEach(UnifiedKeys::check);
    }

    /** The most bytes of huge pages of one size, named as the kernel does: {@code 2MB}. */
    public record HugepageLimit(String pageSize, long limit) {
        public HugepageLimit {
            if (!pageSize.matches("[1-9][0-9]{0,9}[KMG]B")) {
                throw new IllegalArgumentException("invalid huge page size: " + pageSize + " (as in 2MB)");
            }
            notNegative("huge page limit", limit);
        }
    }

    /** Both absent is no limit. */
    public record RdmaLimit(OptionalLong hcaHandles, OptionalLong hcaObjects) {
        public RdmaLimit {
            hcaHandles.ifPresent(n -> notNegative("rdma hca handles", n));
            hcaObjects.ifPresent(n -> notNegative("rdma hca objects", n));
        }
    }

    /** Marks of packets; cgroup v1 only. Priorities are by name of the network interface. */
    public record NetworkClass(OptionalLong classId, Map<String, Long> priorities) {
        public static final NetworkClass NONE = new NetworkClass(OptionalLong.empty(), Map.of());

        public NetworkClass {
            priorities = Map.copyOf(priorities);
            classId.ifPresent(id -> unsigned32("network class", id));
            priorities.forEach((name, priority) -> {
                if (!name.matches("[^\\s/]{1,15}")) {
                    throw new IllegalArgumentException("invalid network interface name: " + name);
                }
                unsigned32("network priority", priority);
            });
        }
    }

    public CgroupLimits withMemory(MemoryLimits other) {
        return new CgroupLimits(other, cpu, pids, io, hugepages, network, rdma, unified, devices);
    }

    public CgroupLimits withCpu(CpuLimits other) {
        return new CgroupLimits(memory, other, pids, io, hugepages, network, rdma, unified, devices);
    }

    /** @param limit zero or less is no limit, as in Docker */
    public CgroupLimits withPids(long limit) {
        return new CgroupLimits(memory, cpu, OptionalLong.of(limit), io, hugepages, network, rdma, unified, devices);
    }

    public CgroupLimits withIo(IoLimits other) {
        return new CgroupLimits(memory, cpu, pids, other, hugepages, network, rdma, unified, devices);
    }

    public CgroupLimits withHugepages(List<HugepageLimit> other) {
        return new CgroupLimits(memory, cpu, pids, io, other, network, rdma, unified, devices);
    }

    public CgroupLimits withNetwork(NetworkClass other) {
        return new CgroupLimits(memory, cpu, pids, io, hugepages, other, rdma, unified, devices);
    }

    public CgroupLimits withRdma(Map<String, RdmaLimit> other) {
        return new CgroupLimits(memory, cpu, pids, io, hugepages, network, other, unified, devices);
    }

    public CgroupLimits withUnified(Map<String, String> other) {
        return new CgroupLimits(memory, cpu, pids, io, hugepages, network, rdma, other, devices);
    }

    public CgroupLimits withDevices(List<DeviceRule> rules) {
        return new CgroupLimits(memory, cpu, pids, io, hugepages, network, rdma, unified, Optional.of(rules));
    }

    public CgroupLimits withoutDevices() {
        return new CgroupLimits(memory, cpu, pids, io, hugepages, network, rdma, unified, Optional.empty());
    }

    static void notNegative(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("invalid " + what + ": " + value);
        }
    }

    static void unsigned32(String what, long value) {
        if (value < 0 || value > 0xffffffffL) {
            throw new IllegalArgumentException("invalid " + what + ": " + value);
        }
    }

    private static void checkDevice(String name) {
        if (!name.matches("[A-Za-z0-9_.-]{1,64}")) {
            throw new IllegalArgumentException("invalid rdma device name: " + name);
        }
    }
}
