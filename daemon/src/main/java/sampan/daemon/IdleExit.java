package sampan.daemon;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;
import sampan.core.Engine;
import sampan.core.container.Container;

/** Waits until nothing needs an engine that was started on demand. Containers do not, as their monitors live on without it. */
final class IdleExit {
    private static final Logger LOG = System.getLogger(IdleExit.class.getName());

    private final LongSupplier idleNanos;
    private final Engine engine;
    private final Departure departure;
    private final Duration timeout;

    /** @param idleNanos for how long nobody has asked for anything */
    IdleExit(LongSupplier idleNanos, Engine engine, Departure departure, Duration timeout) {
        this.idleNanos = idleNanos;
        this.engine = engine;
        this.departure = departure;
        this.timeout = timeout;
    }

    /** Returns when the engine is to end: its socket's name is gone then, so that the next front starts another. */
    void await() throws InterruptedException, IOException {
        Duration step = timeout.dividedBy(4).plusMillis(1);
        boolean gone = false;
        while (!gone) {
            if (departure.awaitAsked(step)) {
                LOG.log(Level.INFO, "makes way for an engine of another build");
                departure.leave(idleNanos);
                gone = true;
            } else if (idle().compareTo(timeout) >= 0 && !needed()) {
                LOG.log(Level.INFO, "nothing has needed the engine for " + timeout);
                gone = departure.leaveUnlessNeeded(idleNanos);
            }
        }
    }

    private Duration idle() {
        return Duration.ofNanos(idleNanos.getAsLong());
    }

    /** Somebody must take away what --rm promised, start again what is to be restarted, and look after health. */
    private boolean needed() {
        return engine.containers().list().stream().anyMatch(Container::needsEngine);
    }
}
