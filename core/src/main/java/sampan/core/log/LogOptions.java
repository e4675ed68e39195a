package sampan.core.log;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which part of a log.
 *
 * @param tail how many lines at the end; empty: all
 * @param since nothing before
 * @param until nothing after
 * @param follow wait for more until the container ends
 */
public record LogOptions(
        boolean stdout,
        boolean stderr,
        OptionalLong tail,
        Optional<Instant> since,
        Optional<Instant> until,
        boolean follow) {
    /** Everything there is now. */
    public static final LogOptions ALL =
            new LogOptions(true, true, OptionalLong.empty(), Optional.empty(), Optional.empty(), false);

    public LogOptions following() {
        return new LogOptions(stdout, stderr, tail, since, until, true);
    }
}
