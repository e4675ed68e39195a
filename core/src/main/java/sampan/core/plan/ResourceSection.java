package sampan.core.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.core.config.HostConfig;
import sampan.core.config.ThrottleDevice;
import sampan.core.config.WeightDevice;
import sampan.core.plan.PlanRequest.DeviceNumber;
import sampan.oci.spec.Resources;

/** Limits, in the specification's words. What is not asked for is not written at all. */
final class ResourceSection {
    private static final long NANOS_PER_MICRO = 1000;
    private static final long PERIOD = 100_000;

    private ResourceSection() {}

    static Resources of(PlanRequest request) {
        return of(
                request.host().resources(),
                DeviceSection.rules(request.host(), request.surroundings().devices()),
                request.surroundings().blockDevices());
    }

    /** Of a container without devices of its own. */
    static Resources of(HostConfig host) {
        return of(host.resources(), DeviceSection.rules(host, List.of()), Map.of());
    }

    private static Resources of(
            sampan.core.config.Resources asked,
            List<Resources.DeviceRule> devices,
            Map<String, DeviceNumber> blockDevices) {
        Long pids = asked.pidsLimit();
        return new Resources(
                devices,
                memory(asked),
                cpu(asked),
                pids == null ? null : new Resources.Pids(pids <= 0 ? -1 : pids),
                blockIo(asked, blockDevices),
                null,
                null,
                null,
                null);
    }

    /** The limits as such, to see what the host can do of them: devices do not matter, nor which block devices are meant. */
    static Resources limits(sampan.core.config.Resources asked) {
        DeviceNumber any = new DeviceNumber(8, 0);
        Map<String, DeviceNumber> numbers = new HashMap<>();
        asked.blkioWeightDevice().forEach(device -> numbers.put(device.path(), any));
        asked.blkioDeviceReadBps().forEach(device -> numbers.put(device.path(), any));
        asked.blkioDeviceWriteBps().forEach(device -> numbers.put(device.path(), any));
        asked.blkioDeviceReadIops().forEach(device -> numbers.put(device.path(), any));
        asked.blkioDeviceWriteIops().forEach(device -> numbers.put(device.path(), any));
        return of(asked, List.of(), numbers);
    }

    private static Resources.@Nullable Memory memory(sampan.core.config.Resources asked) {
        Long swappiness = asked.memorySwappiness();
        Resources.Memory memory = new Resources.Memory(
                some(asked.memory()),
                some(asked.memoryReservation()),
                some(asked.memorySwap()),
                null,
                null,
                swappiness == null || swappiness < 0 ? null : swappiness,
                asked.oomKillDisable(),
                null,
                null);
        return memory.equals(new Resources.Memory(null, null, null, null, null, null, null, null, null))
                ? null
                : memory;
    }

    private static Resources.@Nullable Cpu cpu(sampan.core.config.Resources asked) {
        Long quota = some(asked.cpuQuota());
        Long period = some(asked.cpuPeriod());
        if (asked.nanoCpus() > 0) {
            period = PERIOD;
            quota = asked.nanoCpus() / (NANOS_PER_MICRO * NANOS_PER_MICRO * NANOS_PER_MICRO / PERIOD);
        }
        Resources.Cpu cpu = new Resources.Cpu(
                some(asked.cpuShares()),
                quota,
                null,
                period,
                some(asked.cpuRealtimeRuntime()),
                some(asked.cpuRealtimePeriod()),
                asked.cpusetCpus().isEmpty() ? null : asked.cpusetCpus(),
                asked.cpusetMems().isEmpty() ? null : asked.cpusetMems(),
                null);
        return cpu.equals(new Resources.Cpu(null, null, null, null, null, null, null, null, null)) ? null : cpu;
    }

    private static Resources.@Nullable BlockIo blockIo(
            sampan.core.config.Resources asked, Map<String, DeviceNumber> numbers) {
        Resources.BlockIo io = new Resources.BlockIo(
                asked.blkioWeight() == 0 ? null : asked.blkioWeight(),
                null,
                asked.blkioWeightDevice().stream()
                        .map(device -> weight(device, number(numbers, device.path())))
                        .toList(),
                rates(asked.blkioDeviceReadBps(), numbers),
                rates(asked.blkioDeviceWriteBps(), numbers),
                rates(asked.blkioDeviceReadIops(), numbers),
                rates(asked.blkioDeviceWriteIops(), numbers));
        return io.equals(new Resources.BlockIo(null, null, null, null, null, null, null)) ? null : io;
    }

    private static Resources.WeightDevice weight(WeightDevice asked, DeviceNumber number) {
        return new Resources.WeightDevice(number.major(), number.minor(), asked.weight(), null);
    }

    private static List<Resources.ThrottleDevice> rates(List<ThrottleDevice> asked, Map<String, DeviceNumber> numbers) {
        return asked.stream()
                .map(device -> {
                    DeviceNumber number = number(numbers, device.path());
                    return new Resources.ThrottleDevice(number.major(), number.minor(), device.rate());
                })
                .toList();
    }

    private static DeviceNumber number(Map<String, DeviceNumber> numbers, String path) {
        DeviceNumber number = numbers.get(path);
        if (number == null) {
            throw new IllegalStateException("device not looked up: " + path);
        }
        return number;
    }

    private static @Nullable Long some(long value) {
        return value == 0 ? null : value;
    }
}
