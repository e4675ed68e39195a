package sampan.core.plan;

import static sampan.core.plan.Refusal.when;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sampan.core.config.Resources;
import sampan.core.config.ResourcesBuilder;
import sampan.core.error.EngineException;
import sampan.kernel.cgroup.CgroupLimits;
import sampan.kernel.cgroup.MemoryLimits;
import sampan.runtime.cgroup.LimitSection;

/** Other limits for a container that is there: Docker's rules for what may be changed, and what the change is in the words of the cgroups. */
public final class LimitUpdate {
    private LimitUpdate() {}

    /** Refuses what makes no sense whatever the container has. */
    public static void check(Resources changes, HostFacts facts, List<String> warnings) {
        ResourceRules.checkUpdate(changes, facts, warnings);
    }

    /** The limits after the change: zero, empty and null stay as they are. */
    public static Resources merged(Resources before, Resources changes) {
        compatible(before, changes);
        ResourcesBuilder after = before.toBuilder();
        set(changes.blkioWeight() != 0, () -> after.blkioWeight(changes.blkioWeight()));
        set(changes.cpuShares() != 0, () -> after.cpuShares(changes.cpuShares()));
        set(changes.nanoCpus() != 0, () -> after.nanoCpus(changes.nanoCpus()));
        set(changes.cpuPeriod() != 0, () -> after.cpuPeriod(changes.cpuPeriod()));
        set(changes.cpuQuota() != 0, () -> after.cpuQuota(changes.cpuQuota()));
        set(changes.cpuRealtimePeriod() != 0, () -> after.cpuRealtimePeriod(changes.cpuRealtimePeriod()));
        set(changes.cpuRealtimeRuntime() != 0, () -> after.cpuRealtimeRuntime(changes.cpuRealtimeRuntime()));
        set(!changes.cpusetCpus().isEmpty(), () -> after.cpusetCpus(changes.cpusetCpus()));
        set(!changes.cpusetMems().isEmpty(), () -> after.cpusetMems(changes.cpusetMems()));
        set(changes.memory() != 0, () -> after.memory(changes.memory()));
        set(changes.memorySwap() != 0, () -> after.memorySwap(changes.memorySwap()));
        set(changes.memoryReservation() != 0, () -> after.memoryReservation(changes.memoryReservation()));
        set(changes.kernelMemory() != 0, () -> after.kernelMemory(changes.kernelMemory()));
        Long pids = changes.pidsLimit();
        set(pids != null, () -> after.pidsLimit(pids == null ? null : Math.max(0, pids)));
        return after.build();
    }

    private static void set(boolean given, Runnable setter) {
        if (given) {
            setter.run();
        }
    }

    private static void compatible(Resources before, Resources changes) {
        String conflict = "Conflicting options: ";
        when(
                changes.nanoCpus() > 0 && before.cpuPeriod() > 0,
                conflict + "Nano CPUs cannot be updated as CPU Period has already been set");
        when(
                changes.nanoCpus() > 0 && before.cpuQuota() > 0,
                conflict + "Nano CPUs cannot be updated as CPU Quota has already been set");
        when(
                changes.cpuPeriod() > 0 && before.nanoCpus() > 0,
                conflict + "CPU Period cannot be updated as NanoCPUs has already been set");
        when(
                changes.cpuQuota() > 0 && before.nanoCpus() > 0,
                conflict + "CPU Quota cannot be updated as NanoCPUs has already been set");
        when(
                changes.memory() > 0
                        && changes.memorySwap() == 0
                        && before.memorySwap() >= 0
                        && changes.memory() > before.memorySwap(),
                "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time");
    }

    private static CgroupLimits sensible(Resources written) {
        try {
            return LimitSection.of(ResourceSection.limits(written));
        } catch (IllegalArgumentException senseless) {
            throw new EngineException.InvalidArgument(String.valueOf(senseless.getMessage()));
        }
    }

    /** What of the merged limits is to be written; devices stay as they are. */
    public static CgroupLimits limits(Resources merged, Resources changes) {
        ResourcesBuilder written = changes.toBuilder();
        if (changes.memory() != 0 || changes.memorySwap() != 0) {
            written.memory(merged.memory()).memorySwap(merged.memorySwap());
        }
        CgroupLimits limits = sensible(written.build());
        MemoryLimits memory = limits.memory();
        return new CgroupLimits(
                new MemoryLimits(
                        memory.limit(),
                        memory.reservation(),
                        memory.swap(),
                        OptionalLong.empty(),
                        memory.kernelTcp(),
                        memory.swappiness(),
                        memory.disableOomKiller(),
                        memory.useHierarchy(),
                        true),
                limits.cpu(),
                limits.pids(),
                limits.io(),
                limits.hugepages(),
                limits.network(),
                limits.rdma(),
                limits.unified(),
                Optional.empty());
    }
}
