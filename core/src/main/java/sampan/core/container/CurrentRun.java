package sampan.core.container;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sampan.core.container.start.Starter;
import sampan.core.launch.Run;
import sampan.core.monitor.MonitorConnection;
import sampan.kernel.Fd;
import sampan.kernel.process.Signal;

/** The process a container has now, if it has one: its run, its monitor and what it is confined by. */
final class CurrentRun {
    private volatile @Nullable Run run;
    private volatile @Nullable MonitorConnection monitor;
    private volatile Starter.@Nullable Launched launched;
    private volatile CompletableFuture<@Nullable Void> told = CompletableFuture.completedFuture(null);
    private volatile CompletableFuture<Integer> end = new CompletableFuture<>();
    private final AtomicReference<CompletableFuture<Integer>> next = new AtomicReference<>(new CompletableFuture<>());

    /** False once it is closed: what comes after an end has been done. */
    boolean isOpen() {
        return run != null;
    }

    void begin(Run next) {
        forgetEnd();
        run = next;
    }

    /** The exit code, of this process or of the last one; not known as long as there is none. */
    CompletableFuture<Integer> end() {
        return end;
    }

    /** The exit code of whichever process ends next, also when none runs now. */
    CompletableFuture<Integer> nextEnd() {
        return next.get();
    }

    void ended(int code) {
        end.complete(code);
        next.getAndSet(new CompletableFuture<>()).complete(code);
    }

    /** It has ended: what is told and given back now is this run's. */
    void ending() {
        told = new CompletableFuture<>();
    }

    /** All that comes with an end at once has been done. */
    void told() {
        told.complete(null);
    }

    /** What is done next follows the last run's end: not in the midst of it, or what is given back there would be the next one's. */
    void awaitTold() {
        told.join();
    }

    /** Who asks for the end from now on means the next one's. */
    void forgetEnd() {
        if (end.isDone()) {
            end = new CompletableFuture<>();
        }
    }

    void launched(Starter.Launched launch) {
        monitor = launch.monitor().orElse(null);
        launched = launch;
    }

    /** Of a process that an earlier engine launched. */
    void adopted(MonitorConnection connection) {
        monitor = connection;
    }

    /** Empty when it was adopted. */
    Optional<Starter.Launched> launched() {
        return Optional.ofNullable(launched);
    }

    /** False when there is no process. */
    boolean signal(Signal signal) throws IOException {
        Run current = run;
        return current != null && current.signal(signal);
    }

    /** A pidfd, for the caller to close. */
    Optional<Fd> pidfd() throws IOException {
        Run current = run;
        return current == null ? Optional.empty() : current.duplicate();
    }

    /** False when there is no monitor. */
    boolean resize(int rows, int columns) throws IOException {
        MonitorConnection connection = monitor;
        if (connection != null) {
            connection.resize(rows, columns);
        }
        return connection != null;
    }

    void close() {
        Run ended = run;
        if (ended != null) {
            ended.close();
        }
        run = null;
        monitor = null;
        launched = null;
    }
}
