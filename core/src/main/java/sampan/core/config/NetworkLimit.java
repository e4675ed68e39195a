package sampan.core.config;

import sampan.core.error.EngineException;

/**
 * How much a container may send, and how much may be sent to it, on each of its networks.
 *
 * @param rate bytes a second, each way; 0: as much as there is
 * @param burst bytes that may go at once; 0: a hundredth of a second's, and 32 KiB at least
 */
public record NetworkLimit(long rate, long burst) {
    public static final NetworkLimit NONE = new NetworkLimit(0, 0);
    private static final long LEAST_RATE = 1024;
    private static final long LEAST_BURST = 2048;
    private static final long MOST_BURST = 1L << 30;
    private static final long USUAL_BURST = 32 << 10;
    private static final long PART = 100;

    public boolean isNone() {
        return rate == 0;
    }

    /** InvalidArgument for what no filter can do. */
    public NetworkLimit checked() {
        if (rate != 0 && rate < LEAST_RATE) {
            throw new EngineException.InvalidArgument("invalid network rate: the least is 1k bytes a second");
        }
        if (rate == 0 && burst != 0) {
            throw new EngineException.InvalidArgument("a network burst needs a network rate");
        }
        if (burst != 0 && (burst < LEAST_BURST || burst > MOST_BURST)) {
            throw new EngineException.InvalidArgument("invalid network burst: 2k to 1g bytes");
        }
        return this;
    }

    /** The burst, whether it was asked for or not. */
    public long settledBurst() {
        return burst != 0 ? burst : Math.clamp(rate / PART, USUAL_BURST, MOST_BURST);
    }
}
