package sampan.runtime.cgroup;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sampan.kernel.cgroup.CgroupLimits;
import sampan.kernel.cgroup.CpuLimits;
import sampan.kernel.cgroup.CpuList;
import sampan.kernel.cgroup.DeviceRule;
import sampan.kernel.cgroup.IoLimits;
import sampan.kernel.cgroup.MemoryLimits;
import sampan.oci.spec.Implements;
import sampan.oci.spec.Resources;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#control-groups">config-linux.md#control-groups</a>: {@code linux.resources} of a specification in the words of the control-group code. */
@Implements(value = "config-linux.md#control-groups", properties = "linux.resources")
public final class LimitSection {
    private LimitSection() {}

    /** @throws IllegalArgumentException for a value that no kernel takes */
    public static CgroupLimits of(Resources resources) {
        CgroupLimits limits = CgroupLimits.NONE.withDevices(
                resources.devices().stream().map(LimitSection::device).toList());
        Resources.Memory memory = resources.memory();
        if (memory != null) {
            limits = limits.withMemory(memory(memory));
        }
        Resources.Cpu cpu = resources.cpu();
        if (cpu != null) {
            limits = limits.withCpu(cpu(cpu));
        }
        Resources.Pids pids = resources.pids();
        if (pids != null) {
            limits = limits.withPids(pids.limit());
        }
        Resources.BlockIo io = resources.blockIo();
        if (io != null) {
            limits = limits.withIo(io(io));
        }
        return more(limits, resources);
    }

    private static CgroupLimits more(CgroupLimits limits, Resources resources) {
        return limits.withNetwork(network(resources.network()))
                .withUnified(resources.unified())
                .withHugepages(resources.hugepageLimits().stream()
                        .map(limit -> new CgroupLimits.HugepageLimit(limit.pageSize(), limit.limit()))
                        .toList())
                .withRdma(resources.rdma().entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> entry.getKey(),
                                entry -> new CgroupLimits.RdmaLimit(
                                        some(entry.getValue().hcaHandles()),
                                        some(entry.getValue().hcaObjects())))));
    }

    private static CgroupLimits.NetworkClass network(Resources.@Nullable Network network) {
        return network == null
                ? CgroupLimits.NetworkClass.NONE
                : new CgroupLimits.NetworkClass(
                        some(network.classId()),
                        network.priorities().stream()
                                .collect(Collectors.toMap(
                                        priority -> priority.name(), priority -> priority.priority())));
    }

    private static MemoryLimits memory(Resources.Memory memory) {
        return new MemoryLimits(
                some(memory.limit()),
                some(memory.reservation()),
                some(memory.swap()),
                some(memory.kernel()),
                some(memory.kernelTcp()),
                some(memory.swappiness()),
                Optional.ofNullable(memory.disableOomKiller()),
                Optional.ofNullable(memory.useHierarchy()),
                Boolean.TRUE.equals(memory.checkBeforeUpdate()));
    }

    private static CpuLimits cpu(Resources.Cpu cpu) {
        return new CpuLimits(
                some(cpu.shares()),
                some(cpu.quota()),
                some(cpu.period()),
                some(cpu.burst()),
                some(cpu.realtimeRuntime()),
                some(cpu.realtimePeriod()),
                Optional.ofNullable(cpu.cpus()).map(CpuList::parse),
                Optional.ofNullable(cpu.mems()).map(CpuList::parse),
                some(cpu.idle()));
    }

    private static IoLimits io(Resources.BlockIo io) {
        return new IoLimits(
                some(io.weight()),
                some(io.leafWeight()),
                io.weightDevice().stream()
                        .map(device -> new IoLimits.DeviceWeight(
                                device.major(), device.minor(), some(device.weight()), some(device.leafWeight())))
                        .toList(),
                throttles(io.throttleReadBpsDevice()),
                throttles(io.throttleWriteBpsDevice()),
                throttles(io.throttleReadIopsDevice()),
                throttles(io.throttleWriteIopsDevice()));
    }

    private static List<IoLimits.Throttle> throttles(List<Resources.ThrottleDevice> devices) {
        return devices.stream()
                .map(device -> new IoLimits.Throttle(device.major(), device.minor(), device.rate()))
                .toList();
    }

    private static DeviceRule device(Resources.DeviceRule rule) {
        return DeviceRule.of(
                rule.allow(),
                rule.type() == null ? "" : rule.type(),
                some(rule.major()),
                some(rule.minor()),
                Optional.ofNullable(rule.access()));
    }

    private static OptionalLong some(@Nullable Number value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value.longValue());
    }
}
