package sampan.cli.screen;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sampan.kernel.Fd;
import sampan.kernel.file.Poll;
import sampan.kernel.file.Read;
import sampan.kernel.file.Write;

/** The front's terminal at the other end of a socket: frames of wire.h, part 2, as a monitor speaks them. */
final class Link {
    private static final int HEADER = 8;
    private static final int LONGEST = 65536;
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int CLOSE_STDIN = 17;
    private static final int RESIZE = 18;
    private static final int EXITED = 34;
    private static final int EXITED_LENGTH = 21;

    private final Fd socket;
    private byte[] heard = new byte[0];

    Link(Fd socket) {
        this.socket = socket;
    }

    /** What comes from a terminal. */
    sealed interface Input {
        /** What was typed, in one go or in pieces. */
        record Typed(String text) implements Input {}

        /** The window has this size now. */
        record Resized(int rows, int columns) implements Input {}

        /** Nobody is there any more. */
        record Closed() implements Input {}
    }

    /** What has come; waits for it no longer than this. */
    List<Input> read(Duration patience) throws IOException {
        if (!Poll.readable(socket, patience)) {
            return List.of();
        }
        byte[] more = new byte[LONGEST];
        int got = Read.read(socket, more, 0, more.length);
        if (got == 0) {
            return List.of(new Input.Closed());
        }
        byte[] all = Arrays.copyOf(heard, heard.length + got);
        System.arraycopy(more, 0, all, heard.length, got);
        return frames(ByteBuffer.wrap(all));
    }

    private List<Input> frames(ByteBuffer buffer) throws IOException {
        List<Input> inputs = new ArrayList<>();
        while (buffer.remaining() >= HEADER) {
            int length = buffer.getInt(buffer.position() + Integer.BYTES);
            if (length < 0 || length > LONGEST) {
                throw new IOException("a frame of " + length + " bytes");
            }
            if (buffer.remaining() < HEADER + length) {
                break;
            }
            int type = buffer.get(buffer.position());
            byte[] payload = new byte[length];
            buffer.position(buffer.position() + HEADER).get(payload);
            input(type, payload, inputs);
        }
        heard = new byte[buffer.remaining()];
        buffer.get(heard);
        return inputs;
    }

    private static void input(int type, byte[] payload, List<Input> inputs) {
        if (type == STDIN) {
            inputs.add(new Input.Typed(new String(payload, StandardCharsets.UTF_8)));
        } else if (type == CLOSE_STDIN) {
            inputs.add(new Input.Closed());
        } else if (type == RESIZE && payload.length == Integer.BYTES) {
            ByteBuffer size = ByteBuffer.wrap(payload);
            inputs.add(new Input.Resized(Short.toUnsignedInt(size.getShort()), Short.toUnsignedInt(size.getShort())));
        }
    }

    void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += LONGEST) {
            int length = Math.min(LONGEST, bytes.length - at);
            send(STDOUT, Arrays.copyOfRange(bytes, at, at + length));
        }
    }

    /** The front puts the terminal back and goes on. */
    void end() throws IOException {
        send(EXITED, new byte[EXITED_LENGTH]);
    }

    private void send(int type, byte[] payload) throws IOException {
        Write.fully(
                socket,
                ByteBuffer.allocate(HEADER + payload.length)
                        .put(0, (byte) type)
                        .putInt(Integer.BYTES, payload.length)
                        .position(HEADER)
                        .put(payload)
                        .array());
    }
}
