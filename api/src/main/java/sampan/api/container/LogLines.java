package sampan.api.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import sampan.core.log.LineBeginnings;
import sampan.core.log.LogEntry;
import sampan.core.log.LogSink;

/** A log to a client, a frame a line. */
final class LogLines implements LogSink {
    /** Bytes of a frame of many lines, unless one line is longer. */
    private static final int FRAME = 16 << 10;

    private final OutputStream out;
    private final boolean framed;
    private final boolean merged;
    private final LineBeginnings beginnings;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean error;

    /**
     * @param framed in frames, which tell stdout and stderr apart
     * @param merged lines of one stream that follow one another come in one frame, as far as they are there
     */
    LogLines(OutputStream out, boolean framed, boolean merged, LineBeginnings beginnings) {
        this.out = out;
        this.framed = framed;
        this.merged = framed && merged;
        this.beginnings = beginnings;
    }

    /**
     * Whether frames are all the same to a client. The docker command puts both streams together again, at a system call a frame; libraries hand frames to programs,
     * which may take them for lines.
     *
     * @param agent as it calls itself
     */
    static boolean mayMerge(String agent) {
        return agent.startsWith("Docker-Client/");
    }

    @Override
    public void accept(LogEntry entry) throws IOException {
        byte[] beginning = beginnings.before(entry);
        byte[] bytes = entry.bytes();
        if (held.size() > 0 && (entry.error() != error || held.size() + beginning.length + bytes.length > FRAME)) {
            give();
        }
        error = entry.error();
        held.writeBytes(beginning);
        held.writeBytes(bytes);
        if (!merged) {
            give();
        }
    }

    private void give() throws IOException {
        if (framed) {
            Conversation.head(out, error, held.size());
        }
        held.writeTo(out);
        held.reset();
    }

    @Override
    public void pause() throws IOException {
        if (held.size() > 0) {
            give();
        }
        out.flush();
    }
}
