package sampan.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes {@link Resources}, one field at a time; what is not named is unlimited. */
public final class ResourcesBuilder {
    private long cpuShares;
    private long memory;
    private long nanoCpus;
    private String cgroupParent = "";
    private int blkioWeight;
    private List<WeightDevice> blkioWeightDevice = List.of();
    private List<ThrottleDevice> blkioDeviceReadBps = List.of();
    private List<ThrottleDevice> blkioDeviceWriteBps = List.of();
    private List<ThrottleDevice> blkioDeviceReadIops = List.of();
    private List<ThrottleDevice> blkioDeviceWriteIops = List.of();
    private long cpuPeriod;
    private long cpuQuota;
    private long cpuRealtimePeriod;
    private long cpuRealtimeRuntime;
    private String cpusetCpus = "";
    private String cpusetMems = "";
    private List<DeviceMapping> devices = List.of();
    private List<String> deviceCgroupRules = List.of();
    private List<DeviceRequest> deviceRequests = List.of();
    private long kernelMemory;
    private long kernelMemoryTcp;
    private long memoryReservation;
    private long memorySwap;
    private @Nullable Long memorySwappiness;
    private @Nullable Boolean oomKillDisable;
    private @Nullable Long pidsLimit;
    private List<Ulimit> ulimits = List.of();

    ResourcesBuilder() {}

    ResourcesBuilder(Resources from) {
        cpuShares = from.cpuShares();
        memory = from.memory();
        nanoCpus = from.nanoCpus();
        cgroupParent = from.cgroupParent();
        blkioWeight = from.blkioWeight();
        blkioWeightDevice = from.blkioWeightDevice();
        blkioDeviceReadBps = from.blkioDeviceReadBps();
        blkioDeviceWriteBps = from.blkioDeviceWriteBps();
        blkioDeviceReadIops = from.blkioDeviceReadIops();
        blkioDeviceWriteIops = from.blkioDeviceWriteIops();
        cpuPeriod = from.cpuPeriod();
        cpuQuota = from.cpuQuota();
        cpuRealtimePeriod = from.cpuRealtimePeriod();
        cpuRealtimeRuntime = from.cpuRealtimeRuntime();
        cpusetCpus = from.cpusetCpus();
        cpusetMems = from.cpusetMems();
        devices = from.devices();
        deviceCgroupRules = from.deviceCgroupRules();
        deviceRequests = from.deviceRequests();
        kernelMemory = from.kernelMemory();
        kernelMemoryTcp = from.kernelMemoryTcp();
        memoryReservation = from.memoryReservation();
        memorySwap = from.memorySwap();
        memorySwappiness = from.memorySwappiness();
        oomKillDisable = from.oomKillDisable();
        pidsLimit = from.pidsLimit();
        ulimits = from.ulimits();
    }

    public ResourcesBuilder cpuShares(long value) {
        cpuShares = value;
        return this;
    }

    public ResourcesBuilder memory(long value) {
        memory = value;
        return this;
    }

    public ResourcesBuilder nanoCpus(long value) {
        nanoCpus = value;
        return this;
    }

    public ResourcesBuilder cgroupParent(String value) {
        cgroupParent = value;
        return this;
    }

    public ResourcesBuilder blkioWeight(int value) {
        blkioWeight = value;
        return this;
    }

    public ResourcesBuilder blkioWeightDevice(List<WeightDevice> value) {
        blkioWeightDevice = value;
        return this;
    }

    public ResourcesBuilder blkioDeviceReadBps(List<ThrottleDevice> value) {
        blkioDeviceReadBps = value;
        return this;
    }

    public ResourcesBuilder blkioDeviceWriteBps(List<ThrottleDevice> value) {
        blkioDeviceWriteBps = value;
        return this;
    }

    public ResourcesBuilder blkioDeviceReadIops(List<ThrottleDevice> value) {
        blkioDeviceReadIops = value;
        return this;
    }

    public ResourcesBuilder blkioDeviceWriteIops(List<ThrottleDevice> value) {
        blkioDeviceWriteIops = value;
        return this;
    }

    public ResourcesBuilder cpuPeriod(long value) {
        cpuPeriod = value;
        return this;
    }

    public ResourcesBuilder cpuQuota(long value) {
        cpuQuota = value;
        return this;
    }

    public ResourcesBuilder cpuRealtimePeriod(long value) {
        cpuRealtimePeriod = value;
        return this;
    }

    public ResourcesBuilder cpuRealtimeRuntime(long value) {
        cpuRealtimeRuntime = value;
        return this;
    }

    public ResourcesBuilder cpusetCpus(String value) {
        cpusetCpus = value;
        return this;
    }

    public ResourcesBuilder cpusetMems(String value) {
        cpusetMems = value;
        return this;
    }

    public ResourcesBuilder devices(List<DeviceMapping> value) {
        devices = value;
        return this;
    }

    public ResourcesBuilder deviceCgroupRules(List<String> value) {
        deviceCgroupRules = value;
        return this;
    }

    public ResourcesBuilder deviceRequests(List<DeviceRequest> value) {
        deviceRequests = value;
        return this;
    }

    public ResourcesBuilder kernelMemory(long value) {
        kernelMemory = value;
        return this;
    }

    public ResourcesBuilder kernelMemoryTcp(long value) {
        kernelMemoryTcp = value;
        return this;
    }

    public ResourcesBuilder memoryReservation(long value) {
        memoryReservation = value;
        return this;
    }

    public ResourcesBuilder memorySwap(long value) {
        memorySwap = value;
        return this;
    }

    public ResourcesBuilder memorySwappiness(@Nullable Long value) {
        memorySwappiness = value;
        return this;
    }

    public ResourcesBuilder oomKillDisable(@Nullable Boolean value) {
        oomKillDisable = value;
        return this;
    }

    public ResourcesBuilder pidsLimit(@Nullable Long value) {
        pidsLimit = value;
        return this;
    }

    public ResourcesBuilder ulimits(List<Ulimit> value) {
        ulimits = value;
        return this;
    }

    public Resources build() {
        return new Resources(
                cpuShares,
                memory,
                nanoCpus,
                cgroupParent,
                blkioWeight,
                blkioWeightDevice,
                blkioDeviceReadBps,
                blkioDeviceWriteBps,
                blkioDeviceReadIops,
                blkioDeviceWriteIops,
                cpuPeriod,
                cpuQuota,
                cpuRealtimePeriod,
                cpuRealtimeRuntime,
                cpusetCpus,
                cpusetMems,
                devices,
                deviceCgroupRules,
                deviceRequests,
                kernelMemory,
                kernelMemoryTcp,
                memoryReservation,
                memorySwap,
                memorySwappiness,
                oomKillDisable,
                pidsLimit,
                ulimits);
    }
}
