package sampan.core.log;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.kernel.Fd;
import sampan.kernel.file.Stat;

/**
 * Reads a container's log, oldest entry first, over the files it has been rotated into; with {@code follow}, on and on until the container has ended.
 *
 * <p>Files are told apart by inode: the writer may rotate at any moment.
 */
public final class LogReader {
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(5);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

    private final LogFiles files;
    private final LogFormat format;
    private final LogOptions options;
    private final LogSink sink;
    private boolean past;

    private LogReader(Fd folder, LogFormat format, LogOptions options, LogSink sink) {
        this.files = new LogFiles(folder, format);
        this.format = format;
        this.options = options;
        this.sink = sink;
    }

    /** Whether the container still writes. */
    @FunctionalInterface
    public interface Liveness {
        /** Waits a moment; true when it has ended. */
        boolean endedWithin(Duration moment) throws InterruptedException;
    }

    /** @param folder the container's */
    public static void read(Fd folder, LogFormat format, LogOptions options, LogSink sink, Liveness container)
            throws IOException, InterruptedException {
        new LogReader(folder, format, options, sink).read(container);
    }

    private void read(Liveness container) throws IOException, InterruptedException {
        Deque<LogFile> all = open();
        LogFile current = null;
        try {
            while (!all.isEmpty()) {
                if (current != null) {
                    current.close();
                }
                current = all.removeFirst();
                drain(current);
            }
            sink.pause();
            if (options.follow()) {
                current = follow(current, container);
            }
        } finally {
            all.forEach(LogFile::close);
            if (current != null) {
                current.close();
            }
        }
    }

    private @Nullable LogFile follow(@Nullable LogFile last, Liveness container)
            throws IOException, InterruptedException {
        LogFile current = last;
        Duration wait = SHORTEST_WAIT;
        while (!past) {
            boolean ended = container.endedWithin(wait);
            boolean more = current != null && drain(current);
            Optional<LogFile> next =
                    more ? Optional.empty() : current == null ? files.first() : files.successor(current);
            if (next.isPresent()) {
                finish(current);
                current = next.get();
                more = drain(current) || ended;
            }
            if (ended && !more) {
                break;
            }
            sink.pause();
            wait = more ? SHORTEST_WAIT : longer(wait);
        }
        sink.pause();
        return current;
    }

    /** What was written before the rotation that was just seen. */
    private void finish(@Nullable LogFile file) throws IOException {
        if (file != null) {
            drain(file);
            file.close();
        }
    }

    private static Duration longer(Duration wait) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
    }

    /** Hands on everything there is; whether there was anything. */
    private boolean drain(LogFile file) throws IOException {
        Optional<LogEntry> next = file.next();
        boolean any = next.isPresent();
        while (!past && next.isPresent()) {
            accept(next.get());
            next = file.next();
        }
        return any;
    }

    private void accept(LogEntry entry) throws IOException {
        if (options.until().filter(entry.time()::isAfter).isPresent()) {
            past = true;
            return;
        }
        boolean wanted = entry.error() ? options.stderr() : options.stdout();
        if (wanted && options.since().filter(entry.time()::isBefore).isEmpty()) {
            sink.accept(entry);
        }
    }

    /** All files, oldest first, the first at the position where --tail begins. */
    private Deque<LogFile> open() throws IOException {
        Deque<LogFile> all = new ArrayDeque<>();
        long wanted = options.tail().orElse(Long.MAX_VALUE);
        try {
            for (int i = 0; i < LogFiles.MOST && (wanted > 0 || i == 0); i++) {
                Optional<Fd> file = files.open(i);
                if (file.isEmpty()) {
                    break;
                }
                LogFormat.Start start = start(file.get(), wanted);
                wanted -= start.entries();
                all.addFirst(new LogFile(file.get(), format, start.position()));
            }
            return all;
        } catch (IOException e) {
            all.forEach(LogFile::close);
            throw e;
        }
    }

    private LogFormat.Start start(Fd file, long wanted) throws IOException {
        if (options.tail().isEmpty()) {
            return new LogFormat.Start(0, 0);
        }
        long size = Stat.of(file).size();
        return wanted == 0 ? new LogFormat.Start(size, 0) : format.last(file, size, wanted);
    }
}
