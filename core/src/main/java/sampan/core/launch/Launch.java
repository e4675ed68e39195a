package sampan.core.launch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.core.caller.Caller;
import sampan.core.caller.Launcher;
import sampan.core.error.EngineException;
import sampan.core.monitor.MonitorConnection;
import sampan.core.monitor.Monitors;
import sampan.kernel.Fd;
import sampan.kernel.file.Memfd;
import sampan.kernel.socket.UnixSocket;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.LaunchFailure;
import sampan.runtime.program.Program;
import sampan.runtime.program.ProgramWriter;

/** Hands a launch program over to a launch process, with the descriptors it asks for. */
public final class Launch {
    private static final int START_FAILURE = 125;
    private static final String SENTENCE = "unable to start container process: ";

    private final LaunchBinary binary;
    private final Monitors monitors;

    public Launch(LaunchBinary binary, Monitors monitors) {
        this.binary = binary;
        this.monitors = monitors;
    }

    /** Opens what a program asks for; the descriptor is closed once it has been handed over. */
    @FunctionalInterface
    public interface Opener {
        Fd open(Descriptor wanted) throws IOException;
    }

    /**
     * Starts it. The engine's own event connection is first client 0; what becomes of the launch is told to {@code run}.
     *
     * @param client first client 1; closed here in any case
     */
    public MonitorConnection start(
            Program program, Opener opener, Optional<FirstClient> client, Launcher launcher, Run run)
            throws IOException {
        List<Fd> handed = new ArrayList<>();
        try (UnixSocket.Pair events = UnixSocket.pair(UnixSocket.Type.STREAM);
                Fd memfd = Memfd.sealed("sampan-program", ProgramWriter.encode(program))) {
            for (Descriptor wanted : program.descriptors()) {
                handed.add(
                        switch (wanted) {
                            case Descriptor.FirstClient(int index)
                            when index == 0 -> events.second().release();
                            case Descriptor.FirstClient _ ->
                                client.orElseThrow().monitorEnd().release();
                            case Descriptor.ContainerDirectory _,
                                    Descriptor.Listener _,
                                    Descriptor.BindSource _,
                                    Descriptor.RootDirectory _,
                                    Descriptor.JoinedNamespace _,
                                    Descriptor.InitPidfd _,
                                    Descriptor.NameSocket _,
                                    Descriptor.Cgroup _,
                                    Descriptor.MonitorCgroup _,
                                    Descriptor.OfCaller _ -> opener.open(wanted);
                        });
            }
            MonitorConnection connection = monitors.listen(events.first().release(), run);
            try {
                launcher.launch(binary.memfd(), memfd, handed);
            } catch (IOException e) {
                connection.close();
                throw e;
            }
            return connection;
        } finally {
            handed.forEach(Fd::close);
            client.ifPresent(FirstClient::close);
        }
    }

    /**
     * Starts a program that nothing monitors, as a child of this process.
     *
     * @return the other end of its first client 0
     */
    public Fd startAlone(Program program, Opener opener) throws IOException {
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM)) {
            startUnheard(
                    program,
                    wanted -> wanted instanceof Descriptor.FirstClient
                            ? pair.second().release()
                            : opener.open(wanted));
            return pair.first().release();
        }
    }

    /** The same for one that tells nobody, but for what it is handed. */
    public void startUnheard(Program program, Opener opener) throws IOException {
        List<Fd> handed = new ArrayList<>();
        try (Fd memfd = Memfd.sealed("sampan-program", ProgramWriter.encode(program))) {
            for (Descriptor wanted : program.descriptors()) {
                handed.add(opener.open(wanted));
            }
            Caller.local().launcher().launch(binary.memfd(), memfd, handed);
        } finally {
            handed.forEach(Fd::close);
        }
    }

    /** Waits until the program runs; a StartFailure tells in a sentence which of its operations failed, and why. */
    public static void settle(Program program, Run run, MonitorConnection monitor) {
        switch (run.awaitOutcome()) {
            case Run.Outcome.Runs _ -> {}
            case Run.Outcome.Failed(int operation, int errno) -> {
                monitor.close();
                LaunchFailure failure = program.failure(operation, errno);
                throw new EngineException.StartFailure(failure.exitCode(), SENTENCE + failure.sentence());
            }
            case Run.Outcome.Lost _ -> {
                monitor.close();
                throw new EngineException.StartFailure(
                        START_FAILURE, SENTENCE + "the launch process ended without a word");
            }
        }
    }
}
