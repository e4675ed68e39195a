package sampan.core.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of output, or a part of one.
 *
 * @param error it came from stderr
 * @param bytes with the line's end, unless partial
 * @param partial the line goes on in the next entry of the same stream
 * @param part null: a whole line, or one of a log that does not tell
 */
@SuppressWarnings("ArrayRecordComponent") // written out once, never compared
public record LogEntry(
        Instant time,
        boolean error,
        byte[] bytes,
        boolean partial,
        @Nullable Part part) {
    /**
     * Which part of a line that was too long for one entry.
     *
     * @param id of the line
     * @param ordinal from 1
     */
    public record Part(String id, long ordinal, boolean last) {}
}
