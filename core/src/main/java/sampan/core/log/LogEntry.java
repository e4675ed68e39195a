package sampan.core.log;

import java.time.Instant;

/**
 * A line of output, or a part of one.
 *
 * @param error it came from stderr
 * @param bytes with the line's end, unless partial
 * @param partial the line goes on in the next entry of the same stream
 */
@SuppressWarnings("ArrayRecordComponent") // written out once, never compared
public record LogEntry(Instant time, boolean error, byte[] bytes, boolean partial) {}
