package sampan.kernel.cgroup;

import java.util.List;
import java.util.OptionalLong;

/**
 * Shares and rates of block devices.
 *
 * @param weight 10 to 1000; 0 is "not set"
 * @param leafWeight of tasks in the cgroup against its children; kernels since 5.0 have it no more
 */
public record IoLimits(
        OptionalLong weight,
        OptionalLong leafWeight,
        List<DeviceWeight> weightDevices,
        List<Throttle> readBps,
        List<Throttle> writeBps,
        List<Throttle> readIops,
        List<Throttle> writeIops) {
    static final long SMALLEST_WEIGHT = 10;
    static final long LARGEST_WEIGHT = 1000;

    public static final IoLimits NONE = new IoLimits(
            OptionalLong.empty(), OptionalLong.empty(), List.of(), List.of(), List.of(), List.of(), List.of());

    public IoLimits {
        weight = set(weight);
        leafWeight = set(leafWeight);
        weightDevices = List.copyOf(weightDevices);
        readBps = List.copyOf(readBps);
        writeBps = List.copyOf(writeBps);
        readIops = List.copyOf(readIops);
        writeIops = List.copyOf(writeIops);
        weight.ifPresent(IoLimits::checkWeight);
        leafWeight.ifPresent(IoLimits::checkWeight);
    }

    /** The weight of one device; zero takes it back. */
    public record DeviceWeight(long major, long minor, OptionalLong weight, OptionalLong leafWeight) {
        public DeviceWeight {
            DeviceRule.checkNumbers(major, minor);
            weight.ifPresent(value -> {
                if (value != 0) {
                    checkWeight(value);
                }
            });
        }

        String device() {
            return major + ":" + minor;
        }
    }

    /** Bytes or operations per second of one device; zero takes the limit back. */
    public record Throttle(long major, long minor, long rate) {
        public Throttle {
            DeviceRule.checkNumbers(major, minor);
            CgroupLimits.notNegative("block I/O rate", rate);
        }

        String device() {
            return major + ":" + minor;
        }
    }

    public IoLimits withWeight(long value) {
        return new IoLimits(OptionalLong.of(value), leafWeight, weightDevices, readBps, writeBps, readIops, writeIops);
    }

    public IoLimits withWeightDevices(List<DeviceWeight> devices) {
        return new IoLimits(weight, leafWeight, devices, readBps, writeBps, readIops, writeIops);
    }

    /** Bytes per second. */
    public IoLimits withBps(List<Throttle> read, List<Throttle> write) {
        return new IoLimits(weight, leafWeight, weightDevices, read, write, readIops, writeIops);
    }

    /** Operations per second. */
    public IoLimits withIops(List<Throttle> read, List<Throttle> write) {
        return new IoLimits(weight, leafWeight, weightDevices, readBps, writeBps, read, write);
    }

    private static OptionalLong set(OptionalLong value) {
        return value.isPresent() && value.getAsLong() == 0 ? OptionalLong.empty() : value;
    }

    private static void checkWeight(long weight) {
        if (weight < SMALLEST_WEIGHT || weight > LARGEST_WEIGHT) {
            throw new IllegalArgumentException("Range of blkio weight is from 10 to 1000");
        }
    }
}
