package sampan.core.container;

import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import sampan.core.caller.Caller;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.error.EngineException;
import sampan.core.exec.Exec;
import sampan.core.exec.ExecConfig;
import sampan.core.log.LogOptions;
import sampan.core.log.LogSink;
import sampan.core.monitor.Interest;
import sampan.kernel.Fd;

/** A container. */
@SuppressWarnings("DoNotCallSuggester") // until there is more behind it
public final class Container {
    private final String id;
    private final CreateRequest request;

    Container(String id, CreateRequest request) {
        this.id = id;
        this.request = request;
    }

    /** 64 hexadecimal digits. */
    public String id() {
        return id;
    }

    /** Without Docker's leading slash. */
    public String name() {
        return request.name();
    }

    public Instant created() {
        return Instant.EPOCH;
    }

    /** As merged with the image's. */
    public ContainerConfig config() {
        return request.config();
    }

    public HostConfig hostConfig() {
        return request.hostConfig();
    }

    public ContainerState state() {
        return new ContainerState.Created();
    }

    /**
     * A connected stream of the container's monitor (wire.h, part 2). Asked for before {@link #start} it misses nothing; of a running container it begins
     * now. The caller of this method closes it.
     */
    public Fd attach(Set<Interest> streams) {
        throw new EngineException.NotSupported("attach comes later");
    }

    /** Returns when the program runs; a StartFailure carries Docker's exit code and the container is as before. */
    public void start(Caller caller) {
        throw new EngineException.NotSupported("start comes later");
    }

    /** Waits for the end of the process and returns its exit code; a container that is removed at its end is gone by then. */
    public int await() throws InterruptedException {
        throw new EngineException.NotSupported("await comes later");
    }

    /** Sends its stop signal, waits, and kills what is left. Empty: the container's own signal and time. A negative time waits for ever. */
    public void stop(Optional<String> signal, Optional<Duration> timeout) throws InterruptedException {
        throw new EngineException.NotSupported("stop comes later");
    }

    /** Sends a signal, by name (with or without SIG) or number, to the container's first process. */
    public void kill(String signal) {
        throw new EngineException.NotSupported("kill comes later");
    }

    /** The size of its terminal. */
    public void resize(int rows, int columns) {
        throw new EngineException.NotSupported("resize comes later");
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
        throw new EngineException.NotSupported("remove comes later");
    }

    /** Prepares a further process in it. */
    public Exec exec(ExecConfig config) {
        throw new EngineException.NotSupported("exec comes later");
    }

    /** Hands its log to the sink; with {@code follow}, until the container has ended. */
    public void logs(LogOptions options, LogSink sink) {
        throw new EngineException.NotSupported("logs come later");
    }

    /** Copies all its output, from the first byte until it ends. */
    public void copyOutput(OutputStream out) {
        logs(LogOptions.ALL.following(), entry -> out.write(entry.bytes()));
    }

    /** What {@code docker inspect} shows. */
    public Inspection inspect() {
        throw new EngineException.NotSupported("inspect comes later");
    }
}
