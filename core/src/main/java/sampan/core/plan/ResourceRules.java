package sampan.core.plan;

import static sampan.core.plan.Refusal.when;

import java.util.List;
import java.util.Locale;
import sampan.core.config.Resources;
import sampan.core.config.ResourcesBuilder;
import sampan.core.config.ThrottleDevice;
import sampan.core.config.WeightDevice;

/** Docker's rules for limits: which values make no sense, and what one value implies for another. */
final class ResourceRules {
    private static final long LEAST_MEMORY = 6L << 20;
    private static final long NANOS = 1_000_000_000L;

    private ResourceRules() {}

    /** The same with what is implied. */
    static Resources checked(Resources asked, HostFacts facts, List<String> warnings) {
        ResourcesBuilder full = asked.toBuilder();
        memory(asked);
        oom(asked, warnings);
        if (asked.memory() > 0 && asked.memorySwap() == 0) {
            full.memorySwap(asked.memory() * 2);
        }
        cpu(asked, facts);
        if (asked.cpuShares() < 0) {
            warnings.add("Changing requested CPUShares of " + asked.cpuShares() + " to minimum allowed of 2");
            full.cpuShares(2);
        }
        cpusets(asked, facts);
        blockIo(asked);
        if (asked.pidsLimit() != null && asked.pidsLimit() <= 0) {
            full.pidsLimit(null);
        }
        return full.build();
    }

    /** Of an update: a limit that is not given has been set, perhaps. */
    static void checkUpdate(Resources asked, HostFacts facts, List<String> warnings) {
        boolean swapOnly = asked.memory() == 0 && asked.memorySwap() > 0;
        memory(swapOnly ? asked.toBuilder().memorySwap(0).build() : asked);
        oom(asked, warnings);
        cpu(asked, facts);
        cpusets(asked, facts);
        blockIo(asked);
    }

    private static void memory(Resources asked) {
        long memory = asked.memory();
        when(memory != 0 && memory < LEAST_MEMORY, "Minimum memory limit allowed is 6MB");
        checkSwap(asked);
        Long swappiness = asked.memorySwappiness();
        when(
                swappiness != null && (swappiness < -1 || swappiness > 100),
                "Invalid value: " + swappiness + ", valid memory swappiness range is 0-100");
        long reservation = asked.memoryReservation();
        when(reservation > 0 && reservation < LEAST_MEMORY, "Minimum memory reservation allowed is 6MB");
        when(
                memory > 0 && reservation > 0 && memory < reservation,
                "Minimum memory limit can not be less than memory reservation limit, see usage");
    }

    private static void checkSwap(Resources limits) {
        long memory = limits.memory();
        long both = limits.memorySwap();
        when(both < -1, "invalid memory swap limit: " + both);
        when(
                memory > 0 && both > 0 && both < memory,
                "Minimum memoryswap limit should be larger than memory limit, see usage");
        when(memory == 0 && both > 0, "You should always set the Memory limit when using Memoryswap limit, see usage");
    }

    private static void oom(Resources asked, List<String> warnings) {
        if (Boolean.TRUE.equals(asked.oomKillDisable()) && asked.memory() == 0) {
            warnings.add("OOM killer is disabled for the container, but no memory limit is set, this can result in the"
                    + " system running out of resources.");
        }
        if (asked.kernelMemory() > 0) {
            warnings.add("Specifying a kernel memory limit is deprecated and has no effect.");
        }
    }

    private static void cpu(Resources asked, HostFacts facts) {
        long nano = asked.nanoCpus();
        when(nano > 0 && asked.cpuPeriod() > 0, "Conflicting options: Nano CPUs and CPU Period cannot both be set");
        when(nano > 0 && asked.cpuQuota() > 0, "Conflicting options: Nano CPUs and CPU Quota cannot both be set");
        when(
                nano < 0 || nano > facts.cpus() * NANOS,
                String.format(
                        Locale.ROOT,
                        "Range of CPUs is from 0.01 to %d.00, as there are only %d CPUs available",
                        facts.cpus(),
                        facts.cpus()));
        long period = asked.cpuPeriod();
        when(
                period != 0 && (period < 1000 || period > 1_000_000),
                "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
        when(asked.cpuQuota() > 0 && asked.cpuQuota() < 1000, "CPU cfs quota can not be less than 1ms (i.e. 1000)");
    }

    private static void cpusets(Resources asked, HostFacts facts) {
        cpuset("cpus", asked.cpusetCpus(), facts.cpuList());
        cpuset("mems", asked.cpusetMems(), facts.memoryNodes());
    }

    private static void cpuset(String what, String asked, String available) {
        if (asked.isEmpty()) {
            return;
        }
        boolean there = NumberList.parse(available)
                .orElseThrow()
                .containsAll(NumberList.parse(asked)
                        .orElseThrow(() -> new sampan.core.error.EngineException.InvalidArgument(
                                "Invalid value " + asked + " for cpuset " + what + ": invalid format: " + asked)));
        String plural = what.equals("cpus") ? "CPUs" : "memory nodes";
        when(!there, "Requested " + plural + " are not available - requested " + asked + ", available: " + available);
    }

    private static void blockIo(Resources asked) {
        int weight = asked.blkioWeight();
        when(weight != 0 && (weight < 10 || weight > 1000), "Range of blkio weight is from 10 to 1000");
        for (WeightDevice device : asked.blkioWeightDevice()) {
            when(
                    device.weight() != 0 && (device.weight() < 10 || device.weight() > 1000),
                    "Range of blkio weight is from 10 to 1000");
        }
        rates(asked.blkioDeviceReadBps());
        rates(asked.blkioDeviceWriteBps());
        rates(asked.blkioDeviceReadIops());
        rates(asked.blkioDeviceWriteIops());
    }

    private static void rates(List<ThrottleDevice> devices) {
        for (ThrottleDevice device : devices) {
            when(device.rate() < 0, "invalid rate for device: " + device.path() + ":" + device.rate());
        }
    }
}
