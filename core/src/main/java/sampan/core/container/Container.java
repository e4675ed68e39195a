package sampan.core.container;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sampan.core.caller.Caller;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.exec.Exec;
import sampan.core.exec.ExecConfig;
import sampan.core.log.LogFormat;
import sampan.core.log.LogOptions;
import sampan.core.log.LogReader;
import sampan.core.log.LogSink;
import sampan.core.monitor.Interest;
import sampan.kernel.Fd;
import sampan.kernel.process.Signal;

/** A container. Safe for use by several threads. */
public final class Container {
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private final Life life;

    Container(Life life) {
        this.life = life;
    }

    /** 64 hexadecimal digits. */
    public String id() {
        return life.id();
    }

    /** Without Docker's leading slash. */
    public String name() {
        return life.record().name();
    }

    public Instant created() {
        return life.record().created();
    }

    /** The image's id; what was asked for is in {@link #config}. */
    public String image() {
        return life.record().image();
    }

    /** As merged with the image's. */
    public ContainerConfig config() {
        return life.record().config();
    }

    /** With the engine's defaults filled in. */
    public HostConfig hostConfig() {
        return life.record().hostConfig();
    }

    public ContainerState state() {
        return life.state();
    }

    /**
     * A connected stream of the container's monitor (wire.h, part 2). Asked for before {@link #start} it misses nothing; of a running container it begins
     * now. The caller of this method closes it.
     */
    public Fd attach(Set<Interest> streams) {
        return life.attach(Interest.bits(streams));
    }

    /** Returns when the program runs; a StartFailure carries Docker's exit code and the container is as before. */
    public void start(Caller caller) {
        life.start(caller);
    }

    /** Waits for the end of the process and returns its exit code; a container that is removed at its end is gone by then. */
    public int await() throws InterruptedException {
        try {
            return life.end().get();
        } catch (ExecutionException e) {
            throw new EngineException.SystemError("cannot wait for container " + id(), e.getCause());
        }
    }

    /** As {@link #await()}, but empty when it has not ended after this time. */
    public Optional<Integer> await(Duration patience) throws InterruptedException {
        return endedWithin(life.end(), patience) ? Optional.of(await()) : Optional.empty();
    }

    /** Sends its stop signal, waits, and kills what is left. Empty: the container's own signal and time. A negative time waits for ever. */
    public void stop(Optional<String> signal, Optional<Duration> timeout) throws InterruptedException {
        if (!(state() instanceof ContainerState.Running)) {
            throw new EngineException.NotModified("Container already stopped");
        }
        CompletableFuture<Integer> end = life.end();
        send(signal.filter(name -> !name.isEmpty()).map(this::parse).orElseGet(this::stopSignal));
        Duration patience = timeout.orElseGet(this::stopTimeout);
        if (patience.isNegative()) {
            await();
        } else if (!endedWithin(end, patience)) {
            send(Signal.KILL);
            if (!endedWithin(end, AFTER_KILL)) {
                throw new EngineException.SystemError(
                        "cannot stop container: " + id()
                                + ": tried to kill container, but did not receive an exit event",
                        null);
            }
        }
        tell(Action.STOP);
    }

    /** To the journal, as an event of this container. */
    public void tell(Action action) {
        life.news().tell(action);
    }

    /** Sends a signal, by name (with or without SIG) or number, to the container's first process. */
    public void kill(String signal) {
        Signal parsed = parse(signal);
        if (!send(parsed)) {
            throw new EngineException.Conflict("Container " + id() + " is not running");
        }
    }

    /** The size of its terminal. */
    public void resize(int rows, int columns) {
        life.resize(rows, columns);
    }

    /** Removes a container that has ended. */
    public void remove() {
        remove(false, false);
    }

    /**
     * Removes it.
     *
     * @param force kill it first
     * @param volumes remove its anonymous volumes too
     */
    public void remove(boolean force, boolean volumes) {
        if (force && state() instanceof ContainerState.Running) {
            CompletableFuture<Integer> end = life.end();
            send(Signal.KILL);
            try {
                endedWithin(end, AFTER_KILL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EngineException.SystemError("interrupted while a container was dying", e);
            }
        }
        life.remove(volumes);
    }

    /** Prepares a further process in it. */
    public Exec exec(ExecConfig config) {
        return life.exec(config);
    }

    /** Hands its log to the sink; with {@code follow}, until the container has ended. */
    public void logs(LogOptions options, LogSink sink) {
        String driver = hostConfig().lifecycle().logConfig().type();
        LogFormat format = LogFormat.of(driver)
                .orElseThrow(
                        () -> new EngineException.NotSupported("configured logging driver does not support reading"));
        CompletableFuture<Integer> end = life.end();
        boolean follow = options.follow() && state() instanceof ContainerState.Running;
        LogOptions wanted = new LogOptions(
                options.stdout(), options.stderr(), options.tail(), options.since(), options.until(), follow);
        try (Fd folder = life.openFolder()) {
            LogReader.read(folder, format, wanted, sink, moment -> endedWithin(end, moment));
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot read the log of container " + id(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Copies all its output, from the first byte until it ends. */
    public void copyOutput(OutputStream out) {
        logs(LogOptions.ALL.following(), entry -> out.write(entry.bytes()));
    }

    /** How it would be started, system call by system call; nothing is made. For {@code explain}. */
    public Draft draft(Caller caller) {
        return life.draft(caller);
    }

    /** What {@code docker inspect} shows. */
    public Inspection inspect() {
        return life.inspect();
    }

    private boolean send(Signal signal) {
        try {
            return life.signal(signal);
        } catch (IOException e) {
            throw new EngineException.SystemError("Cannot kill container: " + id(), e);
        }
    }

    private Signal stopSignal() {
        return config().stopSignal().isEmpty() ? Signal.TERM : parse(config().stopSignal());
    }

    private Duration stopTimeout() {
        Integer seconds = config().stopTimeout();
        return seconds == null ? DEFAULT_PATIENCE : Duration.ofSeconds(seconds);
    }

    private Signal parse(String text) {
        return Signal.parse(text)
                .orElseThrow(() -> new EngineException.InvalidArgument(
                        text.matches("[1-9][0-9]{1,5}")
                                ? "The linux daemon does not support signal " + text
                                : "Invalid signal: " + text));
    }

    private static boolean endedWithin(CompletableFuture<Integer> end, Duration patience) throws InterruptedException {
        try {
            end.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException _) {
            return true;
        }
    }
}
