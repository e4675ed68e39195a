package sampan.core.monitor;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a client of a monitor hears and says, over whatever carries its bytes (wire.h, part 2). One thread may read while another writes.
 */
public final class AttachedStream {
    private static final int MOST = Frame.LONGEST;

    private final DataInputStream in;
    private final OutputStream out;

    public AttachedStream(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /** Something heard. */
    public sealed interface Heard {
        /** Output of the process; all of a terminal's is stdout. */
        @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
        record Output(boolean error, byte[] bytes) implements Heard {}

        /** Nothing more will come: the process has ended, or was never started. */
        record End() implements Heard {}
    }

    /** Waits for the next thing; empty when the monitor is gone without a word. */
    public Optional<Heard> next() throws IOException {
        while (true) {
            byte[] header = new byte[Frame.HEADER];
            if (in.readNBytes(header, 0, header.length) < header.length) {
                return Optional.empty();
            }
            int length = ByteBuffer.wrap(header).getInt(4);
            if (length < 0 || length > Frame.LONGEST) {
                throw new IOException("a frame of " + length + " bytes");
            }
            byte[] payload = new byte[length];
            try {
                in.readFully(payload);
            } catch (EOFException broken) {
                return Optional.empty();
            }
            switch (header[0]) {
                case Frame.STDOUT -> {
                    return Optional.of(new Heard.Output(false, payload));
                }
                case Frame.STDERR -> {
                    return Optional.of(new Heard.Output(true, payload));
                }
                case Frame.EXITED, Frame.FAILED -> {
                    return Optional.of(new Heard.End());
                }
                default -> {} // of a newer monitor, or an event
            }
        }
    }

    /** For the process to read. */
    public void stdin(byte[] bytes, int offset, int length) throws IOException {
        for (int at = 0; at < length; at += MOST) {
            int part = Math.min(MOST, length - at);
            out.write(Frame.head(Frame.STDIN, part));
            out.write(bytes, offset + at, part);
        }
        out.flush();
    }

    /** This client sends nothing more. */
    public void closeStdin() throws IOException {
        out.write(Frame.empty(Frame.CLOSE_STDIN));
        out.flush();
    }
}
