package sampan.oci.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#control-groups">config-linux.md#control-groups</a> */
public record Resources(
        List<DeviceRule> devices,
        @Nullable Memory memory,
        @Nullable Cpu cpu,
        @Nullable Pids pids,
        @JsonProperty("blockIO") @Nullable BlockIo blockIo,
        List<HugepageLimit> hugepageLimits,
        @Nullable Network network,
        Map<String, Rdma> rdma,
        Map<String, String> unified) {
    public static final Resources NONE = new Resources(null, null, null, null, null, null, null, null, null);

    public Resources(
            @Nullable List<DeviceRule> devices,
            @Nullable Memory memory,
            @Nullable Cpu cpu,
            @Nullable Pids pids,
            @JsonProperty("blockIO") @Nullable BlockIo blockIo,
            @Nullable List<HugepageLimit> hugepageLimits,
            @Nullable Network network,
            @Nullable Map<String, Rdma> rdma,
            @Nullable Map<String, String> unified) {
        this.devices = Copies.of(devices);
        this.memory = memory;
        this.cpu = cpu;
        this.pids = pids;
        this.blockIo = blockIo;
        this.hugepageLimits = Copies.of(hugepageLimits);
        this.network = network;
        this.rdma = Copies.of(rdma);
        this.unified = Copies.of(unified);
    }

    public Resources withDevices(@Nullable List<DeviceRule> others) {
        return new Resources(others, memory, cpu, pids, blockIo, hugepageLimits, network, rdma, unified);
    }

    /** A line of the device allow list; absent type, major, minor and access mean all. */
    public record DeviceRule(
            boolean allow,
            @Nullable String type,
            @Nullable Long major,
            @Nullable Long minor,
            @Nullable String access) {}

    /** Bytes, -1 for no limit. */
    public record Memory(
            @Nullable Long limit,
            @Nullable Long reservation,
            @Nullable Long swap,
            @Nullable Long kernel,
            @JsonProperty("kernelTCP") @Nullable Long kernelTcp,
            @Nullable Long swappiness,
            @JsonProperty("disableOOMKiller") @Nullable Boolean disableOomKiller,
            @Nullable Boolean useHierarchy,
            @Nullable Boolean checkBeforeUpdate) {}

    /** Microseconds, and lists as in {@code 0-3,7}. */
    public record Cpu(
            @Nullable Long shares,
            @Nullable Long quota,
            @Nullable Long burst,
            @Nullable Long period,
            @Nullable Long realtimeRuntime,
            @Nullable Long realtimePeriod,
            @Nullable String cpus,
            @Nullable String mems,
            @Nullable Long idle) {}

    /** How many processes; -1 or 0 for no limit, as in runc. */
    public record Pids(long limit) {}

    /** Weights and throttles of block devices. */
    public record BlockIo(
            @Nullable Integer weight,
            @Nullable Integer leafWeight,
            List<WeightDevice> weightDevice,
            List<ThrottleDevice> throttleReadBpsDevice,
            List<ThrottleDevice> throttleWriteBpsDevice,
            @JsonProperty("throttleReadIOPSDevice") List<ThrottleDevice> throttleReadIopsDevice,
            @JsonProperty("throttleWriteIOPSDevice") List<ThrottleDevice> throttleWriteIopsDevice) {
        public BlockIo(
                @Nullable Integer weight,
                @Nullable Integer leafWeight,
                @Nullable List<WeightDevice> weightDevice,
                @Nullable List<ThrottleDevice> throttleReadBpsDevice,
                @Nullable List<ThrottleDevice> throttleWriteBpsDevice,
                @JsonProperty("throttleReadIOPSDevice") @Nullable List<ThrottleDevice> throttleReadIopsDevice,
                @JsonProperty("throttleWriteIOPSDevice") @Nullable List<ThrottleDevice> throttleWriteIopsDevice) {
            this.weight = weight;
            this.leafWeight = leafWeight;
            this.weightDevice = Copies.of(weightDevice);
            this.throttleReadBpsDevice = Copies.of(throttleReadBpsDevice);
            this.throttleWriteBpsDevice = Copies.of(throttleWriteBpsDevice);
            this.throttleReadIopsDevice = Copies.of(throttleReadIopsDevice);
            this.throttleWriteIopsDevice = Copies.of(throttleWriteIopsDevice);
        }
    }

    /** A weight of one device. */
    public record WeightDevice(
            long major,
            long minor,
            @Nullable Integer weight,
            @Nullable Integer leafWeight) {}

    /** Bytes or operations per second of one device. */
    public record ThrottleDevice(
            long major,
            long minor,

            @JsonSerialize(using = Unsigned.Writer.class) @JsonDeserialize(using = Unsigned.Reader.class)
            long rate) {}

    /** Bytes of huge pages of one size, as in {@code 2MB}. */
    public record HugepageLimit(
            String pageSize,

            @JsonSerialize(using = Unsigned.Writer.class) @JsonDeserialize(using = Unsigned.Reader.class)
            long limit) {}

    /** net_cls and net_prio, of cgroup v1. */
    public record Network(@JsonProperty("classID") @Nullable Long classId, List<InterfacePriority> priorities) {
        public Network(@JsonProperty("classID") @Nullable Long classId, @Nullable List<InterfacePriority> priorities) {
            this.classId = classId;
            this.priorities = Copies.of(priorities);
        }
    }

    /** Priority of what leaves by one interface. */
    public record InterfacePriority(String name, long priority) {}

    /** Handles and objects of one RDMA device. */
    public record Rdma(@Nullable Long hcaHandles, @Nullable Long hcaObjects) {}
}
