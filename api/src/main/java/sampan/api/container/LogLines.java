package sampan.api.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import sampan.core.log.LogEntry;
import sampan.core.log.LogSink;

/** A log to a client, each line with its time and details if wanted. */
final class LogLines implements LogSink {
    /** RFC 3339 with all nine digits, so that lines stay aligned. */
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z' ").withZone(ZoneOffset.UTC);

    private final OutputStream out;
    private final boolean framed;
    private final boolean stamped;
    private final Optional<String> details;
    private boolean outGoesOn;
    private boolean errGoesOn;

    /** @param details shown before each line, if present */
    LogLines(OutputStream out, boolean framed, boolean stamped, Optional<String> details) {
        this.out = out;
        this.framed = framed;
        this.stamped = stamped;
        this.details = details;
    }

    @Override
    public void accept(LogEntry entry) throws IOException {
        boolean goesOn = entry.error() ? errGoesOn : outGoesOn;
        byte[] bytes = goesOn || (!stamped && details.isEmpty()) ? entry.bytes() : begun(entry);
        Conversation.write(out, framed, entry.error(), bytes);
        if (entry.error()) {
            errGoesOn = entry.partial();
        } else {
            outGoesOn = entry.partial();
        }
    }

    private byte[] begun(LogEntry entry) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(entry.bytes().length + 64);
        if (stamped) {
            line.writeBytes(STAMP.format(entry.time()).getBytes(StandardCharsets.US_ASCII));
        }
        details.ifPresent(text -> line.writeBytes((text + " ").getBytes(StandardCharsets.UTF_8)));
        line.writeBytes(entry.bytes());
        return line.toByteArray();
    }

    @Override
    public void pause() throws IOException {
        out.flush();
    }
}
