package sampan.cli.command.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import sampan.cli.front.CallerOutput;
import sampan.core.log.LogEntry;
import sampan.core.log.LogSink;

/** A log to stdout and stderr, each line with its time and details if wanted; gathered, as a system call for each line is slow. */
final class LogPrinter implements LogSink {
    private static final int ENOUGH = 256 << 10;

    /** RFC 3339 with all nine digits, so that lines stay aligned. */
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z' ").withZone(ZoneOffset.UTC);

    private final CallerOutput out;
    private final CallerOutput err;
    private final boolean stamped;
    private final Optional<String> details;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(ENOUGH);
    private boolean gatheredError;
    private boolean outGoesOn;
    private boolean errGoesOn;

    /** @param details shown before each line, if present */
    LogPrinter(CallerOutput out, CallerOutput err, boolean stamped, Optional<String> details) {
        this.out = out;
        this.err = err;
        this.stamped = stamped;
        this.details = details;
    }

    @Override
    public void accept(LogEntry entry) throws IOException {
        if (entry.error() != gatheredError || gathered.size() + entry.bytes().length > ENOUGH) {
            pause();
            gatheredError = entry.error();
        }
        if (entry.error() ? !errGoesOn : !outGoesOn) {
            begin(entry);
        }
        gathered.writeBytes(entry.bytes());
        if (entry.error()) {
            errGoesOn = entry.partial();
        } else {
            outGoesOn = entry.partial();
        }
    }

    private void begin(LogEntry entry) {
        if (stamped) {
            gathered.writeBytes(STAMP.format(entry.time()).getBytes(StandardCharsets.US_ASCII));
        }
        details.ifPresent(text -> gathered.writeBytes((text + " ").getBytes(StandardCharsets.UTF_8)));
    }

    /** What is gathered is written: in the order of the entries, when both go to one terminal. */
    @Override
    public void pause() throws IOException {
        if (gathered.size() > 0) {
            (gatheredError ? err : out).write(gathered.toByteArray());
            gathered.reset();
        }
    }
}
