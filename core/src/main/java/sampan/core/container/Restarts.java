package sampan.core.container;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sampan.core.config.RestartPolicy;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
import sampan.core.monitor.Exit;

/**
 * Whether, and when, an ended container starts again: Docker's policies, and Docker's patience, which doubles from 100 ms up to a minute and begins anew with
 * a container that ran for ten seconds.
 */
final class Restarts {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration STEADY = Duration.ofSeconds(10);

    private final Life life;
    private final Runnable start;
    private volatile boolean byHand;
    private Duration patience = Duration.ZERO;
    private boolean closed;
    private @Nullable CompletableFuture<Void> waiting;

    /** @param byHand somebody has stopped it, before this engine came */
    Restarts(Life life, Runnable start, boolean byHand) {
        this.life = life;
        this.start = start;
        this.byHand = byHand;
    }

    /** Empty: it stays as it is. */
    synchronized Optional<Duration> after(Exit exit) {
        ContainerRecord record = life.record();
        if (byHand || !wants(record.policy(), exit.code(), record.restarted().times())) {
            return Optional.empty();
        }
        boolean steady = Duration.between(exit.startedAt(), exit.finishedAt()).compareTo(STEADY) >= 0;
        Duration doubled = patience.multipliedBy(2);
        patience = steady || patience.isZero() ? FIRST : doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return Optional.of(patience);
    }

    /** What it has done when it does no more. */
    ContainerRecord.Restarted called() {
        return life.record().restarted(byHand);
    }

    private static boolean wants(RestartPolicy policy, int exitCode, int times) {
        return switch (policy.name()) {
            case RestartPolicy.ALWAYS, RestartPolicy.UNLESS_STOPPED -> true;
            case RestartPolicy.ON_FAILURE ->
                exitCode != 0 && (policy.maximumRetryCount() == 0 || times < policy.maximumRetryCount());
            default -> false;
        };
    }

    /** It starts again after that time, unless it is called off. */
    synchronized void later(Duration delay) {
        forget();
        if (closed) {
            return;
        }
        waiting = CompletableFuture.runAsync(
                start,
                CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread));
    }

    /** An earlier engine was to start it again. */
    void soon() {
        later(FIRST);
    }

    /** Somebody has started it: all begins anew. */
    synchronized void reset() {
        forget();
        byHand = false;
        patience = Duration.ZERO;
    }

    /** Nobody wants it to start again by itself: one that waits for that is stopped. */
    void callOff() {
        byHand = true;
        life.exclusively(record -> {
            forget();
            if (life.state() instanceof ContainerState.Restarting waited && life.changes(waited, waited.stopped())) {
                record.save(record.now().restarted(called()));
            }
        });
    }

    /** Nothing starts from now on: the next engine does what is left to do. */
    synchronized void close() {
        closed = true;
        forget();
    }

    private synchronized void forget() {
        if (waiting != null) {
            waiting.cancel(false);
            waiting = null;
        }
    }
}
