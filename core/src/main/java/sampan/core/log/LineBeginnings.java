package sampan.core.log;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What {@code logs --timestamps --details} puts before each line; before what goes on with a line of the same stream, nothing. */
public final class LineBeginnings {
    /** RFC 3339 with all nine digits, so that lines stay aligned. */
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z' ").withZone(ZoneOffset.UTC);

    private static final byte[] NOTHING = {};

    private final boolean stamped;
    private final String details;
    private boolean outGoesOn;
    private boolean errGoesOn;

    /**
     * @param stamped with the time of each entry
     * @param details of the container, shown after the time
     */
    public LineBeginnings(boolean stamped, Optional<String> details) {
        this.stamped = stamped;
        this.details = details.map(text -> text + " ").orElse("");
    }

    /** To be asked once for each entry, in their order. */
    public byte[] before(LogEntry entry) {
        boolean goesOn = entry.error() ? errGoesOn : outGoesOn;
        if (entry.error()) {
            errGoesOn = entry.partial();
        } else {
            outGoesOn = entry.partial();
        }
        if (goesOn || (!stamped && details.isEmpty())) {
            return NOTHING;
        }
        return ((stamped ? STAMP.format(entry.time()) : "") + details).getBytes(StandardCharsets.UTF_8);
    }
}
