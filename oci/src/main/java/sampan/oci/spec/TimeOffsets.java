package sampan.oci.spec;

import org.jspecify.annotations.Nullable;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#time-namespace-offsets">config-linux.md#time-namespace-offsets</a> */
public record TimeOffsets(
        @Nullable Offset boottime, @Nullable Offset monotonic) {
    /** Added to the clock. */
    public record Offset(long secs, long nanosecs) {}
}
