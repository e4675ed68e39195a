package sampan.cli.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.flag.Refusal;
import sampan.cli.flag.Scalars;
import sampan.cli.value.BlockDevice;
import sampan.cli.value.Cpus;
import sampan.cli.value.DeviceSpec;
import sampan.cli.value.GpuSpec;
import sampan.cli.value.MemorySize;
import sampan.cli.value.UlimitSpec;
import sampan.core.cdi.CdiName;
import sampan.core.config.DeviceMapping;
import sampan.core.config.DeviceRequest;
import sampan.core.config.Resources;
import sampan.core.config.ResourcesBuilder;
import sampan.core.config.ThrottleDevice;
import sampan.core.config.Ulimit;
import sampan.core.config.WeightDevice;

/** How much of the host it may use. */
final class ResourceFlags {
    static final Flag<Integer> BLKIO_WEIGHT = Flag.of(
            "blkio-weight",
            "uint16",
            "Share of block I/O, between 10 and 1000, or 0 for none of its own (default 0)",
            Scalars::uint16);
    private static final Flag<WeightDevice> BLKIO_WEIGHT_DEVICE = Flag.of(
            "blkio-weight-device", "list", "Share of one device's block I/O (<device>:<weight>)", BlockDevice::weight);
    private static final Flag<String> CGROUP_PARENT =
            Flag.text("cgroup-parent", "Cgroup below which the container's is made");
    static final Flag<Long> CPU_PERIOD = Flag.number("cpu-period", "Length of a period of CPU time, in microseconds");
    static final Flag<Long> CPU_QUOTA = Flag.number("cpu-quota", "CPU time in each period, in microseconds");
    static final Flag<Long> CPU_RT_PERIOD =
            Flag.number("cpu-rt-period", "Length of a real-time period, in microseconds");
    static final Flag<Long> CPU_RT_RUNTIME =
            Flag.number("cpu-rt-runtime", "Real-time CPU time in each period, in microseconds");
    static final Flag<Long> CPU_SHARES = Flag.number("cpu-shares", "Share of CPU time, relative to other containers")
            .shorthand('c');
    static final Flag<Long> CPUS = Flag.of("cpus", "decimal", "Number of CPUs", Cpus::parse);
    static final Flag<String> CPUSET_CPUS = Flag.text("cpuset-cpus", "CPUs it may run on (0-3, 0,1)");
    static final Flag<String> CPUSET_MEMS = Flag.text("cpuset-mems", "Memory nodes it may use (0-3, 0,1)");
    private static final Flag<String> DEVICE =
            Flag.list("device", "Add a device of the host (<host>[:<container>][:<rwm>], <vendor>/<class>=<name>)");
    private static final Flag<String> DEVICE_CGROUP_RULE = Flag.of(
            "device-cgroup-rule", "list", "Allow devices by type, numbers and access (c 13:* rwm)", DeviceSpec::rule);
    private static final Flag<ThrottleDevice> DEVICE_READ_BPS = Flag.of(
            "device-read-bps", "list", "Limit reading from a device, in bytes a second", BlockDevice::bytesPerSecond);
    private static final Flag<ThrottleDevice> DEVICE_READ_IOPS = Flag.of(
            "device-read-iops",
            "list",
            "Limit reading from a device, in operations a second",
            BlockDevice::operationsPerSecond);
    private static final Flag<ThrottleDevice> DEVICE_WRITE_BPS = Flag.of(
            "device-write-bps", "list", "Limit writing to a device, in bytes a second", BlockDevice::bytesPerSecond);
    private static final Flag<ThrottleDevice> DEVICE_WRITE_IOPS = Flag.of(
            "device-write-iops",
            "list",
            "Limit writing to a device, in operations a second",
            BlockDevice::operationsPerSecond);
    private static final Flag<DeviceRequest> GPUS =
            Flag.of("gpus", "gpu-request", "GPUs to add ('all' to pass all GPUs)", GpuSpec::parse);
    static final Flag<Long> KERNEL_MEMORY =
            Flag.of("kernel-memory", "bytes", "Limit of kernel memory (cgroup v1 of old kernels)", MemorySize::parse);
    static final Flag<Long> MEMORY =
            Flag.of("memory", "bytes", "Limit of memory", MemorySize::parse).shorthand('m');
    static final Flag<Long> MEMORY_RESERVATION =
            Flag.of("memory-reservation", "bytes", "Memory it keeps when the host runs short", MemorySize::parse);
    static final Flag<Long> MEMORY_SWAP = Flag.of(
            "memory-swap",
            "bytes",
            "Limit of memory and swap together: '-1' for unlimited swap",
            MemorySize::orUnlimited);
    private static final Flag<Long> MEMORY_SWAPPINESS = Flag.number(
                    "memory-swappiness", "How readily its memory is swapped out (0 to 100)")
            .initially("-1");
    private static final Flag<Boolean> OOM_KILL_DISABLE =
            Flag.bool("oom-kill-disable", "Let its processes wait rather than be killed when memory runs out");
    static final Flag<Long> PIDS_LIMIT = Flag.number("pids-limit", "Most processes and threads (-1 for unlimited)");
    private static final Flag<Ulimit> ULIMIT =
            Flag.of("ulimit", "ulimit", "Limits of getrlimit(2) (<name>=<soft>[:<hard>])", UlimitSpec::parse);

    /** Docker's, for containers of Windows. */
    private static final List<Flag<?>> WINDOWS = List.of(
            Flag.number("cpu-count", "CPU count").refused(new Refusal.Windows()),
            Flag.number("cpu-percent", "CPU percent").refused(new Refusal.Windows()),
            Flag.of("io-maxbandwidth", "bytes", "Limit of input and output on the system drive", MemorySize::parse)
                    .refused(new Refusal.Windows()),
            Flag.of("io-maxiops", "uint", "Limit of operations on the system drive", Scalars::uint64)
                    .refused(new Refusal.Windows()));

    private static final List<Flag<?>> OWN = List.of(
            BLKIO_WEIGHT,
            BLKIO_WEIGHT_DEVICE,
            CGROUP_PARENT,
            CPU_PERIOD,
            CPU_QUOTA,
            CPU_RT_PERIOD,
            CPU_RT_RUNTIME,
            CPU_SHARES,
            CPUS,
            CPUSET_CPUS,
            CPUSET_MEMS,
            DEVICE,
            DEVICE_CGROUP_RULE,
            DEVICE_READ_BPS,
            DEVICE_READ_IOPS,
            DEVICE_WRITE_BPS,
            DEVICE_WRITE_IOPS,
            GPUS,
            KERNEL_MEMORY,
            MEMORY,
            MEMORY_RESERVATION,
            MEMORY_SWAP,
            MEMORY_SWAPPINESS,
            OOM_KILL_DISABLE,
            PIDS_LIMIT,
            ULIMIT);

    static final List<Flag<?>> ALL =
            Stream.of(OWN, WINDOWS).flatMap(List::stream).toList();

    private ResourceFlags() {}

    static Resources of(ParsedFlags flags) throws InvalidValue {
        ResourcesBuilder resources = Resources.builder();
        cpu(flags, resources);
        memory(flags, resources);
        blockIo(flags, resources);
        devices(flags, resources);
        return resources
                .cgroupParent(flags.value(CGROUP_PARENT).orElse(""))
                .deviceCgroupRules(flags.values(DEVICE_CGROUP_RULE))
                .pidsLimit(flags.value(PIDS_LIMIT).orElse(null))
                .ulimits(lastOfEach(flags.values(ULIMIT)))
                .build();
    }

    /** By path, or by the name a vendor gave it. */
    private static void devices(ParsedFlags flags, ResourcesBuilder resources) throws InvalidValue {
        List<DeviceMapping> byPath = new ArrayList<>();
        List<String> byName = new ArrayList<>();
        for (String device : flags.values(DEVICE)) {
            if (CdiName.parse(device).isPresent()) {
                byName.add(device);
            } else {
                byPath.add(DeviceSpec.parse(device));
            }
        }
        List<DeviceRequest> requests = new ArrayList<>(flags.values(GPUS));
        if (!byName.isEmpty()) {
            requests.add(DeviceRequest.cdi(byName));
        }
        resources.devices(byPath).deviceRequests(requests);
    }

    /** A limit that is given twice: the last counts. */
    private static List<Ulimit> lastOfEach(List<Ulimit> given) {
        Map<String, Ulimit> byName = new LinkedHashMap<>();
        given.forEach(limit -> byName.put(limit.name(), limit));
        return List.copyOf(byName.values());
    }

    private static void cpu(ParsedFlags flags, ResourcesBuilder resources) {
        resources
                .cpuPeriod(flags.value(CPU_PERIOD).orElse(0L))
                .cpuQuota(flags.value(CPU_QUOTA).orElse(0L))
                .cpuRealtimePeriod(flags.value(CPU_RT_PERIOD).orElse(0L))
                .cpuRealtimeRuntime(flags.value(CPU_RT_RUNTIME).orElse(0L))
                .cpuShares(flags.value(CPU_SHARES).orElse(0L))
                .nanoCpus(flags.value(CPUS).orElse(0L))
                .cpusetCpus(flags.value(CPUSET_CPUS).orElse(""))
                .cpusetMems(flags.value(CPUSET_MEMS).orElse(""));
    }

    private static void memory(ParsedFlags flags, ResourcesBuilder resources) throws InvalidValue {
        long swappiness = flags.value(MEMORY_SWAPPINESS).orElse(-1L);
        if (swappiness < -1 || swappiness > 100) {
            throw new InvalidValue("invalid value: " + swappiness + ". Valid memory swappiness range is 0-100");
        }
        resources
                .kernelMemory(flags.value(KERNEL_MEMORY).orElse(0L))
                .memory(flags.value(MEMORY).orElse(0L))
                .memoryReservation(flags.value(MEMORY_RESERVATION).orElse(0L))
                .memorySwap(flags.value(MEMORY_SWAP).orElse(0L))
                .memorySwappiness(swappiness < 0 ? null : swappiness)
                .oomKillDisable(flags.value(OOM_KILL_DISABLE).orElse(null));
    }

    private static void blockIo(ParsedFlags flags, ResourcesBuilder resources) {
        resources
                .blkioWeight(flags.value(BLKIO_WEIGHT).orElse(0))
                .blkioWeightDevice(flags.values(BLKIO_WEIGHT_DEVICE))
                .blkioDeviceReadBps(flags.values(DEVICE_READ_BPS))
                .blkioDeviceReadIops(flags.values(DEVICE_READ_IOPS))
                .blkioDeviceWriteBps(flags.values(DEVICE_WRITE_BPS))
                .blkioDeviceWriteIops(flags.values(DEVICE_WRITE_IOPS));
    }
}
