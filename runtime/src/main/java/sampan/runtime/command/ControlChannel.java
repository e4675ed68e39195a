package sampan.runtime.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.Received;
import sampan.kernel.socket.UnixSocket;
import sampan.runtime.launch.Handover;
import sampan.runtime.program.LaunchFailure;
import sampan.runtime.program.Program;

/** The runtime's end of a launch's control socket; see {@link Handover}. */
final class ControlChannel implements AutoCloseable {
    private static final String SENTENCE = "unable to start container process: ";
    private static final int FAILED_FRAME = 33;
    private static final int FRAME_HEADER = 8;

    private final UnixSocket.Pair pair;
    private boolean ready;

    ControlChannel() throws IOException {
        pair = UnixSocket.pair(UnixSocket.Type.SEQPACKET);
    }

    /** The end that is handed over. */
    Fd handed() {
        return pair.second();
    }

    /** The container's process; the descriptor is the receiver's. */
    record Newborn(int pid, Fd pidfd) implements AutoCloseable {
        @Override
        public void close() {
            pidfd.close();
        }
    }

    /** What the socket says. */
    private sealed interface Word {
        record Born(Newborn process) implements Word {}

        record Report(int operation, int errno) implements Word {}

        record Nothing() implements Word {}
    }

    /** Waits until the process exists. To be asked once the launch process has what was handed over. */
    Newborn born(Program program, Optional<Fd> monitor) throws IOException, RuntimeFailure {
        pair.second().close();
        Word first = next();
        // The process may be ready before its parent has told of it.
        if (first instanceof Word.Report(int operation, int _) && operation == Handover.READY) {
            ready = true;
            first = next();
        }
        return switch (first) {
            case Word.Born(Newborn process) -> process;
            case Word.Report(int operation, int errno) -> throw failure(program, operation, errno);
            case Word.Nothing _ -> throw unborn(program, monitor);
        };
    }

    /** The id mappings are written. */
    void mapped() throws IOException {
        Message.send(pair.first(), new byte[] {1});
    }

    /** Waits until the process is ready to be started, or, without a gate, runs. */
    void ready(Program program) throws IOException, RuntimeFailure {
        if (ready) {
            return;
        }
        switch (next()) {
            case Word.Report(int operation, int errno) -> {
                if (operation != Handover.READY) {
                    throw failure(program, operation, errno);
                }
            }
            case Word.Nothing _ -> {}
            case Word.Born(Newborn twice) -> twice.close();
        }
    }

    private Word next() throws IOException {
        Optional<Received> received = Message.receive(pair.first(), Handover.REPORT, 1);
        if (received.isEmpty()) {
            return new Word.Nothing();
        }
        try (Received message = received.get()) {
            ByteBuffer words = ByteBuffer.wrap(message.payload()).order(ByteOrder.LITTLE_ENDIAN);
            if (words.remaining() == Handover.REPORT) {
                return new Word.Report(words.getInt(), words.getInt());
            }
            if (words.remaining() == Integer.BYTES && message.descriptors().size() == 1) {
                return new Word.Born(new Newborn(
                        words.getInt(), message.descriptors().getFirst().release()));
            }
            throw new IOException("a word of " + words.remaining() + " bytes from a launch process");
        }
    }

    /** A monitor tells its clients why there is no process. */
    private static RuntimeFailure unborn(Program program, Optional<Fd> monitor) throws IOException {
        if (monitor.isPresent()) {
            Optional<Received> frame = Message.receive(monitor.get(), FRAME_HEADER + Handover.REPORT, 0);
            if (frame.isPresent()) {
                ByteBuffer words = ByteBuffer.wrap(frame.get().payload());
                frame.get().close();
                if (words.remaining() == FRAME_HEADER + Handover.REPORT && words.get(0) == FAILED_FRAME) {
                    return failure(program, words.getInt(FRAME_HEADER), words.getInt(FRAME_HEADER + Integer.BYTES));
                }
            }
        }
        return new RuntimeFailure(SENTENCE + "the launch process ended without a word");
    }

    private static RuntimeFailure failure(Program program, int operation, int errno) {
        LaunchFailure failure = program.failure(operation, errno);
        return new RuntimeFailure(SENTENCE + failure.message());
    }

    @Override
    public void close() {
        pair.close();
    }
}
