package sampan.core.log.remote;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import sampan.core.log.LogEntry;

/** Where a log is sent. Closing it ends a {@link #send} that is under way. */
public sealed interface Destination extends Closeable permits Journal, Syslog {
    /** Nobody waits longer for somebody who listens there. */
    Duration PATIENCE = Duration.ofSeconds(10);

    /** The driver {@code journald}. */
    String JOURNALD = "journald";

    /** The driver {@code syslog}. */
    String SYSLOG = "syslog";

    /**
     * Sends one entry; when this fails, it is to be sent again, by another destination.
     *
     * @param epoch of the run of the container
     * @param ordinal of the entry in it, from 1
     */
    void send(LogEntry entry, String epoch, long ordinal) throws IOException;

    /** Whether the logs of a driver are sent anywhere. */
    static boolean isRemote(String driver) {
        return driver.equals(JOURNALD) || driver.equals(SYSLOG);
    }

    /**
     * Connects; empty for other drivers.
     *
     * @throws IOException with dockerd's words, when nobody listens there
     * @throws sampan.core.error.EngineException.InvalidArgument when the options are not understood
     */
    static Optional<Destination> open(String driver, LogSubject subject) throws IOException {
        return switch (driver) {
            case JOURNALD -> Optional.of(Journal.open(subject));
            case SYSLOG -> Optional.of(Syslog.open(subject));
            default -> Optional.empty();
        };
    }
}
