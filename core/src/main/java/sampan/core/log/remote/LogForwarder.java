package sampan.core.log.remote;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.core.error.EngineException;
import sampan.core.log.LogEntry;
import sampan.core.log.LogFollower;
import sampan.core.log.LogFormat;
import sampan.core.log.LogReader;
import sampan.kernel.Fd;

/**
 * Sends what a container writes to its destination, in order, from where it was, until the container has ended and all is sent. While nobody listens there it
 * tries again and again; the local log keeps what is not sent yet, within its bounds.
 */
public final class LogForwarder implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LogForwarder.class.getName());
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** The monitor writes so, whatever the driver, for logs that are sent. */
    private static final String LOCAL = "local";

    private final String driver;
    private final LogSubject subject;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Destination destination;

    private LogForwarder(String driver, Source source, @Nullable Destination first) {
        this.driver = driver;
        this.subject = source.subject();
        this.destination = first;
        // Not a virtual one: a write to a journal that is busy blocks.
        this.thread = Thread.ofPlatform().daemon().name("log-forward").unstarted(() -> forward(source));
    }

    /**
     * What is sent.
     *
     * @param folder the container's; closed when the forwarder has ended
     * @param run when it began
     */
    public record Source(Fd folder, LogSubject subject, Instant run, LogReader.Liveness container) {}

    /** @param first a connection that is there already */
    public static LogForwarder start(String driver, Source source, Optional<Destination> first) {
        LogForwarder forwarder = new LogForwarder(driver, source, first.orElse(null));
        forwarder.thread.start();
        return forwarder;
    }

    private void forward(Source source) {
        try (Fd folder = source.folder();
                ForwardedPlace.OnDisk disk = ForwardedPlace.OnDisk.open(folder)) {
            long run = ChronoUnit.NANOS.between(Instant.EPOCH, source.run());
            ForwardedPlace place = disk.read().in(run);
            LogFormat format = LogFormat.of(LOCAL).orElseThrow();
            try (LogFollower log = LogFollower.from(folder, format, place.place())) {
                new Sending(log, disk, place).untilEnd(source.container());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (IOException | EngineException e) {
            if (!closed) {
                LOG.log(Level.WARNING, "the log of container " + subject.id() + " is not sent on: " + e.getMessage());
            }
        } finally {
            disconnect();
        }
    }

    /** One log on its way. */
    private final class Sending {
        private final LogFollower log;
        private final ForwardedPlace.OnDisk disk;
        private ForwardedPlace place;

        Sending(LogFollower log, ForwardedPlace.OnDisk disk, ForwardedPlace place) {
            this.log = log;
            this.disk = disk;
            this.place = place;
        }

        void untilEnd(LogReader.Liveness container) throws IOException, InterruptedException {
            Duration wait = SHORTEST_WAIT;
            while (!closed) {
                boolean ended = container.endedWithin(wait);
                boolean more = drain();
                if (ended && !more) {
                    return;
                }
                Duration twice = wait.multipliedBy(2);
                wait = more ? SHORTEST_WAIT : twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
            }
        }

        /** Whether there was anything. */
        private boolean drain() throws IOException, InterruptedException {
            Optional<LogEntry> next = log.next();
            boolean any = next.isPresent();
            while (next.isPresent() && !closed) {
                send(next.get());
                next = log.next();
            }
            return any;
        }

        private void send(LogEntry entry) throws IOException, InterruptedException {
            Duration pause = FIRST_PAUSE;
            while (!closed) {
                try {
                    connected().send(entry, place.epoch(), place.ordinal() + 1);
                    place = place.behind(log.place());
                    disk.write(place);
                    return;
                } catch (IOException unheard) {
                    disconnect();
                    if (pause.equals(FIRST_PAUSE)) {
                        LOG.log(
                                Level.WARNING,
                                "the log of container " + subject.id() + " waits: " + unheard.getMessage());
                    }
                }
                Thread.sleep(pause);
                Duration twice = pause.multipliedBy(2);
                pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
            }
        }
    }

    private Destination connected() throws IOException {
        Destination known = destination;
        if (known == null) {
            known = Destination.open(driver, subject).orElseThrow();
            destination = known;
        }
        return known;
    }

    private void disconnect() {
        Destination known = destination;
        destination = null;
        if (known != null) {
            try {
                known.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "closing", e);
            }
        }
    }

    /** Waits until all is sent of a container that has ended, or the time is over, and ends then. */
    public void finish(Duration patience) {
        try {
            thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** What is not sent yet is for the next one. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        disconnect();
    }
}
