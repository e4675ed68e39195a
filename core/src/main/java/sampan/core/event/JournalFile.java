package sampan.core.event;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Rename;
import sampan.kernel.file.Seek;
import sampan.kernel.file.Write;

/**
 * Events in two files, a line each: nanoseconds, a blank, JSON. A full file becomes the older one, in place of the one before. What is written is there after the
 * engine was killed; it is not forced to a disk.
 */
final class JournalFile implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(JournalFile.class.getName());
    private static final String CURRENT = "events";
    private static final String OLDER = "events.1";
    private static final long FULL = 4 << 20;
    private static final int LARGEST = 64 << 20;
    private static final int APPEND =
            OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_APPEND | OpenFlags.O_NOFOLLOW;

    private final Fd folder;
    private @Nullable Fd file;
    private long size;
    private boolean broken;

    /** @param folder stays the caller's */
    JournalFile(Fd folder) {
        this.folder = folder;
    }

    /**
     * Never fails: the events of an engine that cannot write are in its memory.
     *
     * @param beginning of the event's JSON
     */
    void append(Event event, String beginning) {
        try {
            byte[] line = (event.nanos() + " " + beginning + event.end() + "\n").getBytes(StandardCharsets.UTF_8);
            Write.fully(current(line.length), line);
            size += line.length;
            broken = false;
        } catch (IOException e) {
            if (!broken) {
                LOG.log(Level.WARNING, "cannot write the journal of events", e);
            }
            broken = true;
        }
    }

    private Fd current(int more) throws IOException {
        Fd open = file;
        if (open != null && size + more > FULL) {
            open.close();
            Rename.replace(folder, CURRENT, OLDER);
            open = null;
        }
        if (open == null) {
            open = Open.at(folder, CURRENT, APPEND, 0600);
            file = open;
            size = Seek.toEnd(open);
        }
        return open;
    }

    /** The events of these times, in order. May be called while another thread appends. */
    List<Event> read(LongPredicate times) {
        SortedMap<Long, Event> events = new TreeMap<>();
        // The current one first: when it becomes the older one between the two steps, it is there twice, and not
        // missing.
        for (String name : List.of(CURRENT, OLDER)) {
            content(name)
                    .lines()
                    .forEach(line -> parse(line, times).ifPresent(event -> events.put(event.nanos(), event)));
        }
        return List.copyOf(events.values());
    }

    private String content(String name) {
        try (Fd opened = Open.at(folder, name, OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW, 0)) {
            return new String(Read.all(opened, LARGEST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            if (!(e instanceof SyscallException none && none.is(Errno.ENOENT))) {
                LOG.log(Level.WARNING, "cannot read the journal of events", e);
            }
            return "";
        }
    }

    /** A line that was cut short is none. */
    private static Optional<Event> parse(String line, LongPredicate times) {
        int blank = line.indexOf(' ');
        try {
            return blank > 0 && times.test(Long.parseLong(line, 0, blank, 10))
                    ? Optional.of(Event.parse(line.substring(blank + 1)))
                    : Optional.empty();
        } catch (NumberFormatException | IOException e) {
            LOG.log(Level.DEBUG, "a line of the journal is no event", e);
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
