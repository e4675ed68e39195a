package sampan.core.log.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import sampan.core.log.LogEntry;

/** A syslog server, local or not. */
final class Syslog implements Destination {
    private static final int ERROR = 3;
    private static final int INFORMATION = 6;
    private static final long PID = ProcessHandle.current().pid();

    private final SyslogOptions options;
    private final SyslogFormat.Sender sender;
    private final SyslogConnection connection;

    private Syslog(SyslogOptions options, SyslogFormat.Sender sender, SyslogConnection connection) {
        this.options = options;
        this.sender = sender;
        this.connection = connection;
    }

    static Syslog open(LogSubject subject) throws IOException {
        SyslogOptions options = SyslogOptions.parse(subject.options());
        String tag = TagTemplate.tag(subject);
        return new Syslog(
                options, new SyslogFormat.Sender(LogSubject.hostname(), tag, PID), SyslogConnection.open(options));
    }

    /** Nothing of a line that has nothing in it, as dockerd does. */
    @Override
    public void send(LogEntry entry, String epoch, long ordinal) throws IOException {
        byte[] line = Journal.line(entry);
        if (line.length == 0) {
            return;
        }
        int priority = options.facility() * 8 + (entry.error() ? ERROR : INFORMATION);
        ZonedDateTime time = entry.time().atZone(ZoneId.systemDefault());
        byte[] header = options.format().header(priority, time, sender).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream message = new ByteArrayOutputStream(header.length + line.length + 1);
        message.writeBytes(header);
        message.writeBytes(line);
        message.write('\n');
        connection.send(options.counted() ? counted(message.toByteArray()) : message.toByteArray());
    }

    /** RFC 5425, section 4.3. */
    private static byte[] counted(byte[] message) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(message.length + 8);
        all.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(message);
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
