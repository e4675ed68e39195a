package sampan.api.container;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import sampan.core.log.LineBeginnings;
import sampan.core.log.LogEntry;
import sampan.core.log.LogSink;

/** A log to a client. */
final class LogLines implements LogSink {
    private final OutputStream out;
    private final boolean framed;
    private final LineBeginnings beginnings;

    LogLines(OutputStream out, boolean framed, LineBeginnings beginnings) {
        this.out = out;
        this.framed = framed;
        this.beginnings = beginnings;
    }

    @Override
    public void accept(LogEntry entry) throws IOException {
        Conversation.write(out, framed, entry.error(), joined(beginnings.before(entry), entry.bytes()));
    }

    private static byte[] joined(byte[] beginning, byte[] bytes) {
        if (beginning.length == 0) {
            return bytes;
        }
        byte[] line = Arrays.copyOf(beginning, beginning.length + bytes.length);
        System.arraycopy(bytes, 0, line, beginning.length, bytes.length);
        return line;
    }

    @Override
    public void pause() throws IOException {
        out.flush();
    }
}
