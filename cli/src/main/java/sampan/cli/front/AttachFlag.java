package sampan.cli.front;

import java.util.Set;

/** What the front does while attached: enum attach_flag of wire.h. */
public enum AttachFlag {
    STDIN(1),
    STDOUT(2),
    STDERR(4),
    /** The caller's terminal in raw mode, and its size passed on. */
    RAW(8),
    /** Signals go to the container. */
    SIGNALS(16);

    private final int bit;

    AttachFlag(int bit) {
        this.bit = bit;
    }

    static int bits(Set<AttachFlag> flags) {
        return flags.stream().mapToInt(flag -> flag.bit).sum();
    }
}
