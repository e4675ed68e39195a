package sampan.oci.spec;

import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#posix-process">config.md#posix-process</a>, a limit.
 *
 * @param type as in {@code RLIMIT_NOFILE}
 * @param soft unsigned; {@link #INFINITY} for no limit
 */
public record Rlimit(
        String type,

        @JsonSerialize(using = Unsigned.Writer.class) @JsonDeserialize(using = Unsigned.Reader.class)
        long soft,

        @JsonSerialize(using = Unsigned.Writer.class) @JsonDeserialize(using = Unsigned.Reader.class)
        long hard) {
    public static final long INFINITY = -1;
}
