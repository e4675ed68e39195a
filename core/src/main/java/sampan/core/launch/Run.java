package sampan.core.launch;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sampan.core.monitor.Exit;
import sampan.core.monitor.MonitorListener;
import sampan.kernel.Fd;
import sampan.kernel.file.Fcntl;
import sampan.kernel.process.Pidfd;
import sampan.kernel.process.Signal;

/** One process under one monitor, from its launch to its end. */
public final class Run implements MonitorListener, AutoCloseable {
    /** The process; the descriptor stays the run's. */
    public record Started(int pid, Fd pidfd, Instant at) {}

    /** What became of a launch. */
    public sealed interface Outcome {
        /** execve(2) worked. */
        record Runs() implements Outcome {}

        /** This operation of the program failed. */
        record Failed(int operation, int errno) implements Outcome {}

        /** The launch process is gone without a word. */
        record Lost() implements Outcome {}
    }

    /** Hears of what happens after a launch, on the thread {@code monitors}. */
    public interface Observer {
        void running(Started process);

        void ended(Exit exit);

        /** The monitor of a running process is gone: nobody else will tell how the process ends. */
        void abandoned(Started process);
    }

    private static final System.Logger LOG = System.getLogger(Run.class.getName());

    private final Observer observer;
    private final CompletableFuture<Started> started = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    public Run(Observer observer) {
        this.observer = observer;
    }

    /** Waits until the program runs or has failed. */
    public Outcome awaitOutcome() {
        return outcome.join();
    }

    /** Whether the program runs or has failed. */
    public boolean isSettled() {
        return outcome.isDone();
    }

    /** Waits until the process exists; empty when it never will. */
    public Optional<Started> awaitStarted() {
        CompletableFuture.anyOf(started, outcome).join();
        return process();
    }

    /** The process, if it exists by now. */
    public Optional<Started> process() {
        return Optional.ofNullable(started.getNow(null));
    }

    @Override
    public void started(int pid, Fd pidfd, Instant at) {
        if (!started.complete(new Started(pid, pidfd, at))) {
            pidfd.close();
        }
    }

    @Override
    public void running() {
        process().ifPresent(observer::running);
        outcome.complete(new Outcome.Runs());
    }

    @Override
    public void failed(int operation, int errno) {
        outcome.complete(new Outcome.Failed(operation, errno));
    }

    @Override
    public void exited(Exit exit) {
        observer.ended(exit);
        outcome.complete(new Outcome.Lost()); // no effect after RUNNING, which always comes first
    }

    @Override
    public void lost() {
        boolean ran = outcome.getNow(null) instanceof Outcome.Runs;
        if (ran) {
            killUnwatched();
            process().ifPresent(observer::abandoned);
        } else {
            outcome.complete(new Outcome.Lost());
        }
    }

    /** Before anybody says that it has ended; a host without cgroups has no other way. */
    private void killUnwatched() {
        try {
            signal(Signal.KILL);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot kill a process whose monitor is gone", e);
        }
    }

    /** Sends a signal; false when the process is no more. */
    public synchronized boolean signal(Signal signal) throws IOException {
        Optional<Fd> pidfd = pidfd();
        return pidfd.isPresent() && Pidfd.trySignal(pidfd.get(), signal);
    }

    /** A pidfd of the process, for the caller to close; empty when it is no more. */
    public synchronized Optional<Fd> duplicate() throws IOException {
        Optional<Fd> pidfd = pidfd();
        return pidfd.isPresent() ? Optional.of(Fcntl.duplicate(pidfd.get())) : Optional.empty();
    }

    /** Forgets the process. No signal is under way then: the descriptor's number may be another's next. */
    @Override
    public synchronized void close() {
        process().ifPresent(process -> process.pidfd().close());
    }

    private Optional<Fd> pidfd() {
        return process().map(Started::pidfd).filter(Fd::isOpen);
    }
}
