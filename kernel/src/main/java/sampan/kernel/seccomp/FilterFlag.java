package sampan.kernel.seccomp;

import java.util.Arrays;

/** {@code SECCOMP_FILTER_FLAG_*}, the flags of seccomp(2) that config.json may ask for. */
public enum FilterFlag {
    TSYNC(1),
    LOG(2),
    SPEC_ALLOW(4),
    WAIT_KILLABLE_RECV(32);

    private final int bit;

    FilterFlag(int bit) {
        this.bit = bit;
    }

    public int bit() {
        return bit;
    }

    public static FilterFlag parse(String name) {
        return Arrays.stream(values())
                .filter(flag -> name.equals("SECCOMP_FILTER_FLAG_" + flag.name()))
                .findFirst()
                .orElseThrow(() -> new InvalidFilterException("seccomp flag " + name + " is not known"));
    }
}
