package sampan.daemon;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import sampan.core.Engine;
import sampan.core.container.Container;

/** Waits until nothing needs an engine that was started on demand. Containers do not, as their monitors live on without it. */
final class IdleExit {
    private static final Logger LOG = System.getLogger(IdleExit.class.getName());
    /** In this time a front that had already found the socket is accepted. */
    private static final Duration LAST_CALLERS = Duration.ofMillis(50);

    private final LongSupplier idleNanos;
    private final Engine engine;
    private final Path socket;
    private final Duration timeout;

    /** @param idleNanos for how long nobody has asked for anything */
    IdleExit(LongSupplier idleNanos, Engine engine, Path socket, Duration timeout) {
        this.idleNanos = idleNanos;
        this.engine = engine;
        this.socket = socket;
        this.timeout = timeout;
    }

    /** Returns when the engine may end: its socket's name is gone then, so that the next front starts another. */
    void await() throws InterruptedException, IOException {
        Duration step = timeout.dividedBy(4).plusMillis(1);
        while (idle().compareTo(timeout) < 0 || needed()) {
            Thread.sleep(step);
        }
        LOG.log(Level.DEBUG, "nothing has needed the engine for {0}, it ends", timeout);
        Files.deleteIfExists(socket);
        do {
            Thread.sleep(LAST_CALLERS);
        } while (idle().compareTo(LAST_CALLERS) < 0);
    }

    private Duration idle() {
        return Duration.ofNanos(idleNanos.getAsLong());
    }

    /** Somebody must take away what --rm promised, start again what is to be restarted, and look after health. */
    private boolean needed() {
        return engine.containers().list().stream().anyMatch(Container::needsEngine);
    }
}
