package sampan.core.hook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sampan.kernel.Fd;
import sampan.kernel.file.Poll;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.Received;
import sampan.kernel.socket.UnixSocket;
import sampan.runtime.launch.Handover;
import sampan.runtime.launch.HookResult;

/** The engine's end of the socket on which a launch process tells of hooks and waits for them. */
final class HookChannel implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int MOST_OUTPUT = 65536;

    private final UnixSocket.Pair pair;

    HookChannel() throws IOException {
        pair = UnixSocket.pair(UnixSocket.Type.SEQPACKET);
    }

    /** What it says. */
    sealed interface Word {
        /** {@link Handover#HOOKS} or {@link Handover#READY}. */
        record Reached(int place) implements Word {}

        /** An operation of the program failed. */
        record Report(int operation, int errno) implements Word {}

        /** A hook failed, and what it wrote. */
        record Failed(HookResult result, String stdout, String stderr) implements Word {
            String sentence() {
                return result.sentence(stdout, stderr);
            }
        }

        /** The process is gone. */
        record Nothing() implements Word {}
    }

    /** The end that the launch process gets, whose it is then. */
    Fd handed() {
        return pair.second().release();
    }

    /** The next word; empty when it is over before there is one. */
    Optional<Word> next(BooleanSupplier over) throws IOException {
        while (!Poll.readable(pair.first(), LOOK)) {
            if (over.getAsBoolean() && !Poll.readable(pair.first(), Duration.ZERO)) {
                return Optional.empty();
            }
        }
        return Optional.of(read());
    }

    private Word read() throws IOException {
        Optional<Received> received = Message.receive(pair.first(), HookResult.SIZE, 0);
        if (received.isEmpty()) {
            return new Word.Nothing();
        }
        try (Received message = received.get()) {
            byte[] bytes = message.payload();
            Optional<HookResult> failed = HookResult.read(bytes);
            if (failed.isPresent()) {
                return failed(failed.get());
            }
            if (bytes.length != Handover.REPORT) {
                throw new IOException("a word of " + bytes.length + " bytes from a launch process");
            }
            ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int place = words.getInt();
            return place == Handover.HOOKS || place == Handover.READY
                    ? new Word.Reached(place)
                    : new Word.Report(place, words.getInt());
        }
    }

    /** With its stdout, a zero byte and its stderr, which come right after it. */
    private Word failed(HookResult result) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        while (output.size() < MOST_OUTPUT && Poll.readable(pair.first(), LOOK)) {
            Optional<Received> more = Message.receive(pair.first(), MOST_OUTPUT, 0);
            if (more.isEmpty()) {
                break;
            }
            output.writeBytes(more.get().payload());
            more.get().close();
        }
        String both = output.toString(StandardCharsets.UTF_8);
        int end = both.indexOf('\0');
        return end < 0
                ? new Word.Failed(result, both, "")
                : new Word.Failed(result, both.substring(0, end), both.substring(end + 1));
    }

    /** The hooks outside are done: the process goes on. */
    void goOn() throws IOException {
        Message.send(pair.first(), new byte[1]);
    }

    @Override
    public void close() {
        pair.close();
    }
}
