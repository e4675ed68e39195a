package sampan.core.log;

import java.io.IOException;

/** Receives a log, entry by entry. */
@FunctionalInterface
public interface LogSink {
    void accept(LogEntry entry) throws IOException;

    /** There is no more for now: who gathers entries hands them on. */
    default void pause() throws IOException {}
}
