package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * How much it may use. Zero or empty is unlimited.
 *
 * @param memorySwap memory and swap together; -1 is unlimited
 * @param memorySwappiness null: the kernel's
 * @param pidsLimit null: leave; 0 or -1: unlimited
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record Resources(
        long cpuShares,
        long memory,
        long nanoCpus,
        String cgroupParent,
        int blkioWeight,
        @JsonSerialize(using = NullWhenAbsent.class) List<WeightDevice> blkioWeightDevice,
        @JsonSerialize(using = NullWhenAbsent.class) List<ThrottleDevice> blkioDeviceReadBps,
        @JsonSerialize(using = NullWhenAbsent.class) List<ThrottleDevice> blkioDeviceWriteBps,

        @JsonSerialize(using = NullWhenAbsent.class) @JsonProperty("BlkioDeviceReadIOps")
        List<ThrottleDevice> blkioDeviceReadIops,

        @JsonSerialize(using = NullWhenAbsent.class) @JsonProperty("BlkioDeviceWriteIOps")
        List<ThrottleDevice> blkioDeviceWriteIops,

        long cpuPeriod,
        long cpuQuota,
        long cpuRealtimePeriod,
        long cpuRealtimeRuntime,
        String cpusetCpus,
        String cpusetMems,
        @JsonSerialize(using = NullWhenAbsent.class) List<DeviceMapping> devices,
        @JsonSerialize(using = NullWhenEmpty.class) List<String> deviceCgroupRules,
        @JsonSerialize(using = NullWhenEmpty.class) List<DeviceRequest> deviceRequests,
        @JsonInclude(Include.NON_DEFAULT) long kernelMemory,

        @JsonInclude(Include.NON_DEFAULT) @JsonProperty("KernelMemoryTCP")
        long kernelMemoryTcp,

        long memoryReservation,
        long memorySwap,
        @Nullable Long memorySwappiness,
        @Nullable Boolean oomKillDisable,
        @Nullable Long pidsLimit,
        @JsonSerialize(using = NullWhenAbsent.class) List<Ulimit> ulimits) {
    public Resources {
        cgroupParent = Lists.text(cgroupParent);
        blkioWeightDevice = Lists.of(blkioWeightDevice);
        blkioDeviceReadBps = Lists.of(blkioDeviceReadBps);
        blkioDeviceWriteBps = Lists.of(blkioDeviceWriteBps);
        blkioDeviceReadIops = Lists.of(blkioDeviceReadIops);
        blkioDeviceWriteIops = Lists.of(blkioDeviceWriteIops);
        cpusetCpus = Lists.text(cpusetCpus);
        cpusetMems = Lists.text(cpusetMems);
        devices = Lists.of(devices);
        deviceCgroupRules = Lists.of(deviceCgroupRules);
        deviceRequests = Lists.of(deviceRequests);
        ulimits = Lists.of(ulimits);
    }

    /** Of another system, as the three that follow; clients read them without asking whether they are there. */
    @JsonProperty("CpuCount")
    long cpuCount() {
        return 0;
    }

    @JsonProperty("CpuPercent")
    long cpuPercent() {
        return 0;
    }

    @JsonProperty("IOMaximumIOps")
    long ioMaximumIops() {
        return 0;
    }

    @JsonProperty("IOMaximumBandwidth")
    long ioMaximumBandwidth() {
        return 0;
    }

    public static final Resources UNLIMITED = builder().build();

    public static ResourcesBuilder builder() {
        return new ResourcesBuilder();
    }

    /** A builder that starts with these values. */
    public ResourcesBuilder toBuilder() {
        return new ResourcesBuilder(this);
    }
}
