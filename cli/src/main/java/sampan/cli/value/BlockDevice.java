package sampan.cli.value;

import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Scalars;
import sampan.core.config.ThrottleDevice;
import sampan.core.config.WeightDevice;

/** {@code /dev/sda:10mb}, {@code /dev/sda:1000}, {@code /dev/sda:500}: limits and weights of block devices. */
public final class BlockDevice {
    private BlockDevice() {}

    public static ThrottleDevice bytesPerSecond(String text) throws InvalidValue {
        int colon = colon(text);
        try {
            return new ThrottleDevice(text.substring(0, colon), MemorySize.parse(text.substring(colon + 1)));
        } catch (InvalidValue notASize) {
            throw new InvalidValue(
                    "invalid rate for device: " + text
                            + ". The correct format is <device-path>:<number>[<unit>]. Number must be a positive integer. Unit is optional and can be kb, mb, or gb");
        }
    }

    public static ThrottleDevice operationsPerSecond(String text) throws InvalidValue {
        int colon = colon(text);
        long rate = number(text.substring(colon + 1));
        if (rate < 0) {
            throw new InvalidValue("invalid rate for device: " + text
                    + ". The correct format is <device-path>:<number>. Number must be a positive integer");
        }
        return new ThrottleDevice(text.substring(0, colon), rate);
    }

    public static WeightDevice weight(String text) throws InvalidValue {
        int colon = colon(text);
        long weight = number(text.substring(colon + 1));
        if (weight != 0 && (weight < 10 || weight > 1000)) {
            throw new InvalidValue("invalid weight for device: " + text);
        }
        return new WeightDevice(text.substring(0, colon), (int) weight);
    }

    private static int colon(String text) throws InvalidValue {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw new InvalidValue("bad format: " + text);
        }
        if (!text.startsWith("/dev/")) {
            throw new InvalidValue("bad format for device path: " + text);
        }
        return colon;
    }

    /** -1 for what is not a number; the callers' messages name the whole text. */
    private static long number(String text) {
        try {
            return Scalars.int64(text);
        } catch (InvalidValue notANumber) {
            return -1;
        }
    }
}
