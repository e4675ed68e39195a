package sampan.core.exec;

import java.util.OptionalInt;
import java.util.Set;
import sampan.core.caller.Caller;
import sampan.core.error.EngineException;
import sampan.core.monitor.Interest;
import sampan.kernel.Fd;

/** A process that joins a running container. */
@SuppressWarnings("DoNotCallSuggester") // until there is more behind it
public final class Exec {
    private final String id;
    private final ExecConfig config;

    Exec(String id, ExecConfig config) {
        this.id = id;
        this.config = config;
    }

    /** 64 hexadecimal digits. */
    public String id() {
        return id;
    }

    public ExecConfig config() {
        return config;
    }

    /** A connected stream of its monitor (wire.h, part 2), to be asked for before {@link #start}; the caller closes it. */
    public Fd attach(Set<Interest> streams) {
        throw new EngineException.NotSupported("exec comes later");
    }

    /** Returns when the program runs; a StartFailure carries Docker's exit code. */
    public void start(Caller caller) {
        throw new EngineException.NotSupported("exec comes later");
    }

    /** Waits for its end and returns its exit code. */
    public int await() throws InterruptedException {
        throw new EngineException.NotSupported("exec comes later");
    }

    /** Its exit code, once it has ended. */
    public OptionalInt exitCode() {
        return OptionalInt.empty();
    }

    public void resize(int rows, int columns) {
        throw new EngineException.NotSupported("exec comes later");
    }
}
