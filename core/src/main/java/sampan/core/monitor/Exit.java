package sampan.core.monitor;

import java.time.Instant;

/**
 * How a container's first process ended.
 *
 * @param code as shells tell it: 128 + n for signal n
 */
public record Exit(int code, boolean oomKilled, Instant startedAt, Instant finishedAt) {}
