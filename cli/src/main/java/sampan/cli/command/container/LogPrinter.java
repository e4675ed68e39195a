package sampan.cli.command.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import sampan.cli.front.CallerOutput;
import sampan.core.log.LineBeginnings;
import sampan.core.log.LogEntry;
import sampan.core.log.LogSink;

/** A log to stdout and stderr; gathered, as a system call for each line is slow. */
final class LogPrinter implements LogSink {
    private static final int ENOUGH = 256 << 10;

    private final CallerOutput out;
    private final CallerOutput err;
    private final LineBeginnings beginnings;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(ENOUGH);
    private boolean gatheredError;

    LogPrinter(CallerOutput out, CallerOutput err, LineBeginnings beginnings) {
        this.out = out;
        this.err = err;
        this.beginnings = beginnings;
    }

    @Override
    public void accept(LogEntry entry) throws IOException {
        if (entry.error() != gatheredError || gathered.size() + entry.bytes().length > ENOUGH) {
            pause();
            gatheredError = entry.error();
        }
        gathered.writeBytes(beginnings.before(entry));
        gathered.writeBytes(entry.bytes());
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
