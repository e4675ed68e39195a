package sampan.runtime.command.checkpoint;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.Poll;
import sampan.kernel.process.Pidfd;
import sampan.kernel.process.Signal;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.PeerCredentials;
import sampan.kernel.socket.Received;
import sampan.runtime.command.call.Invocation;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.handover.ControlChannel;
import sampan.runtime.command.handover.Handing;
import sampan.runtime.criu.CriuReply;
import sampan.runtime.criu.CriuRequest;
import sampan.runtime.criu.CriuWork;
import sampan.runtime.launch.CriuCompiler;
import sampan.runtime.launch.CriuLaunch;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Program;

/** One run of criu, started by the caller's process; its socket, and that of the launch. */
public final class Criu implements AutoCloseable {
    private static final int LARGEST_REPLY = 40_960;
    private static final Duration GLANCE = Duration.ofMillis(200);

    private final Fd socket;
    private final ControlChannel control;
    private final Program program;
    private final int pid;
    private final Invocation caller;
    private boolean answered;

    private Criu(Fd socket, ControlChannel control, Program program, int pid, Invocation caller) {
        this.caller = caller;
        this.socket = socket;
        this.control = control;
        this.program = program;
        this.pid = pid;
    }

    /** Hears what criu tells on the way. */
    @FunctionalInterface
    interface Listener {
        Listener NOBODY = (_, _) -> {};

        void heard(CriuReply event, List<Fd> descriptors) throws IOException, RuntimeFailure;
    }

    /** What is started; without a container to restore the launch process becomes criu. */
    static CriuLaunch launch(
            Context context,
            int descriptors,
            Optional<CriuLaunch.Folders> folders,
            Optional<CriuLaunch.Restored> restored)
            throws IOException {
        List<String> environment = context.invocation().environment().entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
        return new CriuLaunch(
                "criu",
                context.machine().host(),
                context.globals().criu(),
                environment,
                descriptors,
                folders,
                restored);
    }

    /** @param handing has what the launch asks for but the control socket; closed here */
    static Criu start(Context context, Handing handing, CriuLaunch launch) throws IOException, RuntimeFailure {
        ControlChannel control = new ControlChannel();
        Optional<Criu> started = Optional.empty();
        try (handing) {
            Program program = CriuCompiler.compile(launch);
            handing.put(new Descriptor.Control(), Fcntl.duplicate(control.handed()));
            handing.launch(program);
            control.handed().close();
            started = Optional.of(meet(control, program, launch.restored().isPresent(), context.invocation()));
            return started.get();
        } finally {
            if (started.isEmpty()) {
                control.close();
            }
        }
    }

    /** Its socket comes from criu's process itself; its number, where it is a child, from the launch process, sooner or later. */
    private static Criu meet(ControlChannel control, Program program, boolean child, Invocation caller)
            throws IOException, RuntimeFailure {
        Optional<Fd> socket = Optional.empty();
        int pid = 0;
        while (socket.isEmpty() || (child && pid == 0)) {
            try (ControlChannel.Newborn told = control.told(program)) {
                if (told.pid() == 0) {
                    socket = Optional.of(told.pidfd().release());
                } else {
                    pid = told.pid();
                }
            }
        }
        return new Criu(socket.get(), control, program, pid, caller);
    }

    /** Asks for what needs no files. */
    private static CriuReply ask(Context context, byte[] request) throws IOException, RuntimeFailure {
        try (Criu criu = start(context, new Handing(context), launch(context, 0, Optional.empty(), Optional.empty()))) {
            return criu.ask(request, Listener.NOBODY);
        }
    }

    static Optional<CriuReply.Features> features(Context context) throws IOException, RuntimeFailure {
        return ask(context, CriuRequest.features()).features();
    }

    /** As 31700 for 3.17; also tells whether there is a criu at all. */
    static int version(Context context) throws IOException, RuntimeFailure {
        try {
            CriuReply reply = ask(context, CriuRequest.version());
            return reply.version().orElseThrow(() -> new IOException("Unexpected CRIU RPC response"));
        } catch (RuntimeFailure failed) {
            throw failed.after("CRIU version check failed: ");
        }
    }

    CriuReply ask(byte[] request, Listener listener) throws IOException, RuntimeFailure {
        send(request);
        while (true) {
            Optional<Received> received = receive();
            if (received.isEmpty()) {
                control.giveUp();
                control.told(program).close();
                throw new RuntimeFailure("criu ended without an answer");
            }
            try (Received message = received.get()) {
                CriuReply reply = CriuReply.parse(message.payload());
                answered |= reply.work() != CriuWork.NOTIFY;
                if (!reply.success()) {
                    throw new RuntimeFailure("criu failed: type " + reply.work() + " errno " + reply.errno());
                }
                if (reply.work() != CriuWork.NOTIFY) {
                    return reply;
                }
                listener.heard(reply, message.descriptors());
                send(CriuRequest.heard());
            }
        }
    }

    /** To one that has gone nothing can be said; the next thing to be heard is the reason. */
    private void send(byte[] message) throws IOException {
        try {
            Message.send(socket, message);
        } catch (SyscallException failed) {
            if (!failed.is(Errno.EPIPE) && !failed.is(Errno.ECONNRESET)) {
                throw failed;
            }
        }
    }

    /** As long as criu takes, while somebody is there to wait for it. */
    private Optional<Received> receive() throws IOException {
        try {
            while (!Poll.readable(socket, GLANCE)) {
                caller.check();
            }
            return Message.receive(socket, LARGEST_REPLY, 1);
        } catch (SyscallException failed) {
            if (failed.is(Errno.ECONNRESET)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    /** criu's own; 0 unless it restores. */
    int pid() {
        return pid;
    }

    /** criu ends, as nobody asks for more, and the launch process has the container. */
    void handOver(int restored) throws IOException {
        socket.close();
        try (ControlChannel.Newborn process = new ControlChannel.Newborn(restored, Pidfd.open(restored))) {
            control.restored(process);
        }
    }

    /** One whose caller does not wait any longer would wait for ever: for who asks for pages. */
    @Override
    public void close() {
        try {
            if (!answered) {
                end(PeerCredentials.of(socket).pid());
            }
        } catch (IOException gone) {
            System.getLogger(Criu.class.getName()).log(System.Logger.Level.DEBUG, "criu has ended by itself", gone);
        }
        socket.close();
        control.close();
    }

    private static void end(int pid) throws IOException {
        try (Fd criu = Pidfd.open(pid)) {
            Pidfd.trySignal(criu, Signal.KILL);
        }
    }
}
