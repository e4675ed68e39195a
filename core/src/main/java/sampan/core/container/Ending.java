package sampan.core.container;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerState;
import sampan.core.error.EngineException;
import sampan.kernel.process.Signal;

/** How somebody brings a container to its end. What is ended by hand is not started again by its policy. */
final class Ending {
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private final Parts parts;
    private final Life life;

    Ending(Parts parts, Life life) {
        this.parts = parts;
        this.life = life;
    }

    void stop(Optional<String> signal, Optional<Duration> timeout) throws InterruptedException {
        if (!life.state().isUp()) {
            throw new EngineException.NotModified("Container already stopped");
        }
        Signal first = signal.filter(name -> !name.isEmpty()).map(Ending::parse).orElseGet(this::stopSignal);
        life.restarts().callOff();
        CompletableFuture<Integer> end = life.end();
        send(first);
        Duration patience = timeout.orElseGet(this::stopTimeout);
        if (patience.isNegative()) {
            waitFor(end);
            return;
        }
        if (!within(end, patience)) {
            send(Signal.KILL);
            if (!within(end, AFTER_KILL)) {
                throw new EngineException.SystemError(
                        "cannot stop container: " + life.id()
                                + ": tried to kill container, but did not receive an exit event",
                        null);
            }
        }
    }

    /** Whoever kills it outright finds it ended. */
    void kill(String name) {
        Signal signal = parse(name);
        boolean ends = signal.equals(Signal.KILL) || signal.equals(stopSignal());
        boolean waits = life.state() instanceof ContainerState.Restarting;
        if (ends || waits) {
            life.restarts().callOff();
        }
        CompletableFuture<Integer> end = life.end();
        if (!waits && !send(signal)) {
            throw new EngineException.Conflict(
                    "Cannot kill container: " + life.record().name() + ": Container " + life.id() + " is not running");
        }
        if (signal.equals(Signal.KILL) && !waits) {
            waitForDeath(end);
        }
    }

    /** Where there is no process any more, its end is about to be told. */
    void killAndWait() {
        life.restarts().callOff();
        CompletableFuture<Integer> end = life.end();
        if (send(Signal.KILL) || life.state() instanceof ContainerState.Running) {
            waitForDeath(end);
        }
    }

    private static void waitForDeath(CompletableFuture<Integer> end) {
        try {
            within(end, AFTER_KILL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.SystemError("interrupted while a container was dying", e);
        }
    }

    /** What is paused goes on, to hear of it. */
    private boolean send(Signal signal) {
        boolean sent = sendOnly(signal);
        if (sent && life.state().isPaused()) {
            try {
                new Freezer(parts, life).unpause();
            } catch (EngineException.Conflict _) {
                return true; // not paused any more
            }
        }
        return sent;
    }

    private boolean sendOnly(Signal signal) {
        try {
            return life.signal(signal);
        } catch (IOException e) {
            throw new EngineException.SystemError("Cannot kill container: " + life.id(), e);
        }
    }

    private Signal stopSignal() {
        String own = life.record().config().stopSignal();
        return own.isEmpty() ? Signal.TERM : parse(own);
    }

    private Duration stopTimeout() {
        Integer seconds = life.record().config().stopTimeout();
        return seconds == null ? DEFAULT_PATIENCE : Duration.ofSeconds(seconds);
    }

    static Signal parse(String text) {
        return Signal.parse(text)
                .orElseThrow(() -> new EngineException.InvalidArgument(
                        text.matches("[1-9][0-9]{1,5}")
                                ? "The linux daemon does not support signal " + text
                                : "Invalid signal: " + text));
    }

    private static void waitFor(CompletableFuture<Integer> end) throws InterruptedException {
        try {
            end.get();
        } catch (ExecutionException e) {
            throw new EngineException.SystemError("cannot wait for a container", e.getCause());
        }
    }

    /** Whether it has ended by then. */
    static boolean within(CompletableFuture<Integer> end, Duration patience) throws InterruptedException {
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
