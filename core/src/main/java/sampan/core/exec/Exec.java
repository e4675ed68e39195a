package sampan.core.exec;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import sampan.core.caller.Caller;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.launch.FirstClient;
import sampan.core.launch.Launch;
import sampan.core.launch.Run;
import sampan.core.launch.WaitingClient;
import sampan.core.monitor.Exit;
import sampan.core.monitor.Interest;
import sampan.core.monitor.MonitorConnection;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.process.Signal;
import sampan.runtime.launch.ExecCompiler;
import sampan.runtime.launch.ExecRequest;
import sampan.runtime.launch.InvalidSpecException;
import sampan.runtime.launch.Streams;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.MonitorSettings;
import sampan.runtime.program.Program;

/** A process that joins a running container. It is started once. */
public final class Exec implements Run.Observer {
    private static final int KILLED = 137;
    private static final int START_FAILURE = 126;

    private final String id;
    private final ExecConfig config;
    private final ExecHost host;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final WaitingClient client = new WaitingClient();
    private volatile @Nullable Run run;
    private volatile @Nullable MonitorConnection monitor;
    private volatile @Nullable Instant endedAt;

    /** Of a container; {@code Container.exec} makes it. */
    public Exec(String id, ExecConfig config, ExecHost host) {
        this.id = id;
        this.config = config;
        this.host = host;
    }

    /** 64 hexadecimal digits. */
    public String id() {
        return id;
    }

    public ExecConfig config() {
        return config;
    }

    /** A connected stream of its monitor (wire.h, part 2), to be asked for before {@link #start}; the caller closes it. */
    public synchronized Fd attach(Set<Interest> streams) {
        if (run != null) {
            throw started();
        }
        try {
            return client.connect(Interest.bits(streams));
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot attach to exec " + id, e);
        }
    }

    /** Returns when the program runs; a StartFailure carries Docker's exit code. */
    public synchronized void start(Caller caller) {
        if (run != null) {
            throw started();
        }
        Run next = new Run(this);
        run = next;
        Optional<FirstClient> first = client.take();
        host.tell(Action.execStart(config.cmd()), Map.of("execID", id));
        try {
            Program program = ExecCompiler.compile(request(first));
            MonitorConnection connection = host.launch().start(program, this::open, first, caller.launcher(), next);
            Launch.settle(program, next, connection);
            monitor = connection;
        } catch (InvalidSpecException e) {
            neverRan(START_FAILURE);
            throw new EngineException.StartFailure(START_FAILURE, String.valueOf(e.getMessage()));
        } catch (EngineException.StartFailure failure) {
            neverRan(failure.exitCode());
            throw failure;
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot start exec " + id, e);
        } finally {
            first.ifPresent(FirstClient::close);
        }
    }

    private EngineException started() {
        return new EngineException.Conflict(
                "Error: Exec command " + id + (end.isDone() ? " has already run" : " is already running"));
    }

    /** Who asks for its exit code hears why it never ran, as a shell would tell. */
    private void neverRan(int code) {
        endedAt = Instant.now();
        close();
        end.complete(code);
    }

    private ExecRequest request(Optional<FirstClient> first) throws IOException {
        ExecHost.Confinement confinement = host.confine(config);
        List<Integer> clients = new ArrayList<>(List.of(Interest.EVENTS.bit()));
        first.ifPresent(one -> clients.add(one.interests()));
        MonitorSettings settings = new MonitorSettings(
                MonitorSettings.Log.NONE, false, false, clients, true, false, false, config.rows(), config.columns());
        return new ExecRequest(
                id,
                confinement.process(),
                confinement.linux(),
                host.machine(),
                confinement.cgroups(),
                confinement.seccomp(),
                config.stdin() ? Streams.ALL : Streams.OUTPUT,
                settings);
    }

    private Fd open(Descriptor wanted) throws IOException {
        return switch (wanted) {
            case Descriptor.InitPidfd _ -> host.firstProcess();
            case Descriptor.JoinedNamespace(String _, String path) -> Open.open(Path.of(path), OpenFlags.O_RDONLY);
            case Descriptor.Cgroup(String _, String path) -> Open.directory(Path.of(path));
            case Descriptor.MonitorCgroup(String _, String path) -> Open.directory(Path.of(path));
            case Descriptor.ContainerDirectory _,
                    Descriptor.Listener _,
                    Descriptor.FirstClient _,
                    Descriptor.BindSource _,
                    Descriptor.RootDirectory _,
                    Descriptor.NameSocket _,
                    Descriptor.OfCaller _ -> throw new IOException("nobody has a descriptor for " + wanted.label());
        };
    }

    /** Waits for its end and returns its exit code. */
    public int await() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new EngineException.SystemError("cannot wait for exec " + id, e.getCause());
        }
    }

    /** Its exit code, once it has ended. */
    public OptionalInt exitCode() {
        return end.isDone() ? OptionalInt.of(end.join()) : OptionalInt.empty();
    }

    /** Its pid as the engine sees it, while it runs. */
    public OptionalInt pid() {
        Run current = run;
        return current == null || end.isDone()
                ? OptionalInt.empty()
                : current.process()
                        .map(process -> OptionalInt.of(process.pid()))
                        .orElse(OptionalInt.empty());
    }

    /** Ends it; no matter if it has ended. */
    public void kill() throws IOException {
        Run current = run;
        if (current != null) {
            current.signal(Signal.KILL);
        }
    }

    /** When it ended. */
    public Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }

    /** The size of its terminal. */
    public void resize(int rows, int columns) {
        MonitorConnection connection = monitor;
        if (connection == null || end.isDone()) {
            throw new EngineException.Conflict("exec " + id + " is not running");
        }
        try {
            connection.resize(rows, columns);
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot resize the terminal of exec " + id, e);
        }
    }

    @Override
    public void running(Run.Started process) {
        // start() returns
    }

    @Override
    public void ended(Exit exit) {
        ended(exit.finishedAt(), exit.code());
    }

    /** Without its monitor nobody will learn the code. */
    @Override
    public void abandoned(Run.Started process) {
        ended(Instant.now(), KILLED);
    }

    /** A client of its streams has left it to itself. */
    public void tellDetached() {
        host.tell(Action.EXEC_DETACH, Map.of("execID", id));
    }

    private void ended(Instant at, int code) {
        endedAt = at;
        close();
        host.tell(Action.EXEC_DIE, Map.of("execID", id, "exitCode", String.valueOf(code)));
        end.complete(code);
    }

    private void close() {
        Run ended = run;
        if (ended != null) {
            ended.close();
        }
    }
}
