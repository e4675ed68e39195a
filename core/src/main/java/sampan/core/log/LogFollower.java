package sampan.core.log;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.kernel.Fd;

/** Reads a log entry by entry, over the files it is rotated into, and tells how far it is. */
public final class LogFollower implements AutoCloseable {
    private final LogFiles files;
    private @Nullable LogFile current;

    private LogFollower(LogFiles files, @Nullable LogFile first) {
        this.files = files;
        this.current = first;
    }

    /** @param place where to go on; when that is gone, with the oldest there is */
    public static LogFollower from(Fd folder, LogFormat format, LogPlace place) throws IOException {
        LogFiles files = new LogFiles(folder, format);
        Optional<LogFile> known = files.at(place);
        return new LogFollower(
                files, known.isPresent() ? known.get() : files.oldest().orElse(null));
    }

    /** Empty at the end of what has been written. */
    public Optional<LogEntry> next() throws IOException {
        LogFile file = current;
        if (file == null) {
            current = files.oldest().orElse(null);
            return current == null ? Optional.empty() : current.next();
        }
        Optional<LogEntry> entry = file.next();
        if (entry.isPresent()) {
            return entry;
        }
        Optional<LogFile> successor = files.successor(file);
        if (successor.isEmpty()) {
            return Optional.empty();
        }
        // What was written before the rotation that was just seen.
        entry = file.next();
        if (entry.isPresent()) {
            successor.get().close();
            return entry;
        }
        file.close();
        current = successor.get();
        return next();
    }

    /** Behind the entry that was given last. */
    public LogPlace place() throws IOException {
        LogFile file = current;
        return file == null ? LogPlace.START : new LogPlace(file.status().inode(), file.position());
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
        }
    }
}
