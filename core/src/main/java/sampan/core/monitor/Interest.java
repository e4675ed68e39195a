package sampan.core.monitor;

import java.util.Set;

/** What a client wants of a monitor, or sends to it: enum interest of wire.h. */
public enum Interest {
    STDOUT(1),
    STDERR(2),
    EVENTS(4),
    STDIN(8);

    private final int bit;

    Interest(int bit) {
        this.bit = bit;
    }

    public int bit() {
        return bit;
    }

    /** The set as the number in FRAME_HELLO. */
    public static int bits(Set<Interest> wanted) {
        return wanted.stream().mapToInt(Interest::bit).reduce(0, (a, b) -> a | b);
    }
}
