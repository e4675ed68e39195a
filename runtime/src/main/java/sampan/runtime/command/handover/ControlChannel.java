package sampan.runtime.command.handover;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.process.Pidfd;
import sampan.kernel.process.Signal;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.Received;
import sampan.kernel.socket.UnixSocket;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.launch.Handover;
import sampan.runtime.launch.HookResult;
import sampan.runtime.program.LaunchFailure;
import sampan.runtime.program.Program;

/** The runtime's end of a launch's control socket; see {@link Handover}. */
public final class ControlChannel implements AutoCloseable {
    private static final String UNSTARTED = "unable to start container process: ";
    private static final String SILENT = "the launch process ended without a word";
    private static final Set<Integer> PLACES = Set.of(Handover.READY, Handover.HOOKS, Handover.LISTENER);
    private static final int MOST_OUTPUT = 65536;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FAILED_FRAME = 33;
    private static final int FRAME_HEADER = 8;

    private final String sentence;
    private final UnixSocket.Pair pair;
    private final Deque<Word> early = new ArrayDeque<>();

    public ControlChannel() throws IOException {
        this(UNSTARTED);
    }

    /** @param sentence begins what is said of failures */
    public ControlChannel(String sentence) throws IOException {
        this.sentence = sentence;
        pair = UnixSocket.pair(UnixSocket.Type.SEQPACKET);
    }

    /** The end that is handed over. */
    public Fd handed() {
        return pair.second();
    }

    /** The container's process; the descriptor is the receiver's. */
    public record Newborn(int pid, Fd pidfd) implements AutoCloseable {
        /** It has not become what it should. */
        public void kill() throws IOException {
            Pidfd.trySignal(pidfd, Signal.KILL);
            Pidfd.ended(pidfd, PATIENCE);
        }

        @Override
        public void close() {
            pidfd.close();
        }
    }

    /** What the socket says. */
    private sealed interface Word {
        record Born(Newborn process) implements Word {}

        record Report(int operation, int errno) implements Word {}

        /** {@link Handover#READY}, {@link Handover#HOOKS} or {@link Handover#LISTENER}. */
        record Reached(int place, int number) implements Word {}

        record Hooked(HookResult result, String stdout, String stderr) implements Word {}

        record Nothing() implements Word {}
    }

    /** Waits until the process exists. To be asked once the launch process has what was handed over. */
    public Newborn born(Program program, Optional<Fd> monitor) throws IOException, RuntimeFailure {
        pair.second().close();
        Word first = next();
        // The process may be ready, or waiting for hooks, before its parent has told of it.
        while (first instanceof Word.Reached) {
            early.add(first);
            first = next();
        }
        return switch (first) {
            case Word.Born(Newborn process) -> process;
            case Word.Report(int operation, int errno) -> throw failure(program, operation, errno);
            case Word.Hooked hooked -> throw failure(hooked);
            case Word.Reached _, Word.Nothing _ -> throw unborn(program, monitor);
        };
    }

    /** The id mappings are written. */
    public void mapped() throws IOException {
        Message.send(pair.first(), new byte[] {1});
    }

    /** Waits until the process waits for the runtime's hooks. */
    public void atHooks(Program program) throws IOException, RuntimeFailure {
        if (reach(Handover.HOOKS, program) instanceof Word.Nothing) {
            throw new RuntimeFailure(sentence + SILENT);
        }
    }

    /** The runtime's hooks are done. */
    public void hooked() throws IOException {
        Message.send(pair.first(), new byte[1]);
    }

    /** The container's cgroup is there. */
    public void limited() throws IOException {
        known();
    }

    /** What there is of the container is written. Who does not hear it any more has said why. */
    public void known() throws IOException {
        try {
            hooked();
        } catch (SyscallException gone) {
            if (!gone.is(Errno.EPIPE) && !gone.is(Errno.ECONNRESET)) {
                throw gone;
            }
        }
    }

    /**
     * Waits until the process is ready to be started, or, without a gate, runs.
     *
     * @param watcher gets the listener of a seccomp filter on the way there
     */
    public void ready(Program program, Watcher watcher) throws IOException, RuntimeFailure {
        Word word = reach(Handover.READY, program);
        if (word instanceof Word.Reached(int place, int number) && place == Handover.LISTENER) {
            watcher.listener(number);
            Message.send(pair.first(), new byte[1]);
            reach(Handover.READY, program);
        }
    }

    /** Who takes the listener of a seccomp filter. */
    @FunctionalInterface
    public interface Watcher {
        /** @param number of the descriptor in the process that loads the filter, soon */
        void listener(int number) throws IOException, RuntimeFailure;
    }

    /** Waits until a program that makes no container is at its end. To be asked once the launch process has what was handed over. */
    public void done(Program program) throws IOException, RuntimeFailure {
        pair.second().close();
        if (reach(Handover.READY, program) instanceof Word.Nothing) {
            throw new RuntimeFailure(sentence + SILENT);
        }
    }

    private Word reach(int place, Program program) throws IOException, RuntimeFailure {
        Word word = early.isEmpty() ? next() : early.remove();
        return switch (word) {
            case Word.Report(int operation, int errno) -> throw failure(program, operation, errno);
            case Word.Hooked hooked -> throw failure(hooked);
            case Word.Reached(int reached, int _) -> {
                if (reached != place && (place != Handover.READY || reached != Handover.LISTENER)) {
                    throw new IOException("a launch process is at " + Integer.toHexString(reached));
                }
                yield word;
            }
            case Word.Nothing _ -> word;
            case Word.Born(Newborn twice) -> {
                twice.close();
                throw new IOException("a launch process told of two processes");
            }
        };
    }

    /** Nothing more will be said: a launch process that waits for a word ends, and has said what it had to say. */
    public void giveUp() throws IOException {
        UnixSocket.shutdownWrite(pair.first());
    }

    /** What comes next with a descriptor; a failure is thrown. */
    public Newborn told(Program program) throws IOException, RuntimeFailure {
        return switch (next()) {
            case Word.Born(Newborn told) -> told;
            case Word.Report(int operation, int errno) ->
                throw new RuntimeFailure(program.failure(operation, errno).message());
            case Word.Nothing _, Word.Reached _, Word.Hooked _ ->
                throw new RuntimeFailure("criu ended without an answer");
        };
    }

    /** Who is in the container, when somebody else than the launch process has made it. */
    public void restored(Newborn process) throws IOException {
        byte[] number = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(process.pid())
                .array();
        Message.send(pair.first(), number, List.of(process.pidfd()));
    }

    /** Of a word of ours that nobody has read the kernel tells once, before it gives out what was said. */
    private Optional<Received> hear(int most, int descriptors) throws IOException {
        try {
            return Message.receive(pair.first(), most, descriptors);
        } catch (SyscallException unread) {
            if (!unread.is(Errno.ECONNRESET)) {
                throw unread;
            }
            return Message.receive(pair.first(), most, descriptors);
        }
    }

    private Word next() throws IOException {
        Optional<Received> received = hear(HookResult.SIZE, 1);
        if (received.isEmpty()) {
            return new Word.Nothing();
        }
        try (Received message = received.get()) {
            ByteBuffer words = ByteBuffer.wrap(message.payload()).order(ByteOrder.LITTLE_ENDIAN);
            Optional<HookResult> hook = HookResult.read(message.payload());
            if (hook.isPresent()) {
                return hooked(hook.get());
            }
            if (words.remaining() == Handover.REPORT) {
                int operation = words.getInt();
                return PLACES.contains(operation)
                        ? new Word.Reached(operation, words.getInt())
                        : new Word.Report(operation, words.getInt());
            }
            if (words.remaining() == Integer.BYTES && message.descriptors().size() == 1) {
                return new Word.Born(new Newborn(
                        words.getInt(), message.descriptors().getFirst().release()));
            }
            throw new IOException("a word of " + words.remaining() + " bytes from a launch process");
        }
    }

    /** With all that comes after it. */
    private Word hooked(HookResult result) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Optional<Received> more = hear(MOST_OUTPUT, 0);
        while (more.isPresent() && output.size() < MOST_OUTPUT) {
            output.writeBytes(more.get().payload());
            more.get().close();
            more = hear(MOST_OUTPUT, 0);
        }
        HookOutput both = HookOutput.of(output.toByteArray());
        return new Word.Hooked(result, both.stdout(), both.stderr());
    }

    private RuntimeFailure failure(Word.Hooked hooked) {
        return new RuntimeFailure(sentence + hooked.result().sentence(hooked.stdout(), hooked.stderr()));
    }

    /** A monitor tells its clients why there is no process. */
    private RuntimeFailure unborn(Program program, Optional<Fd> monitor) throws IOException {
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
        return new RuntimeFailure(sentence + SILENT);
    }

    private RuntimeFailure failure(Program program, int operation, int errno) {
        if (operation == Handover.DEVICE) {
            return new RuntimeFailure(sentence + "linux.netDevices: " + Errno.sentence(-errno));
        }
        LaunchFailure failure = program.failure(operation, errno);
        return new RuntimeFailure(sentence + failure.sentence());
    }

    @Override
    public void close() {
        pair.close();
    }
}
