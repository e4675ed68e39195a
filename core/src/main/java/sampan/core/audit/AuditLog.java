package sampan.core.audit;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import sampan.core.error.EngineException;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Rename;
import sampan.kernel.file.Seek;
import sampan.kernel.file.Sync;
import sampan.kernel.file.Write;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of lines, for root alone. A line is on the disk before its caller is answered. A full file gets a number, and the oldest of them goes. All but printable ASCII is
 * escaped: a name cannot begin a line, nor move a terminal's cursor.
 */
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = System.getLogger(AuditLog.class.getName());
    private static final long FULL = 8 << 20;
    private static final int KEPT = 8;
    private static final int MODE = 0600;
    private static final int APPEND =
            OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_APPEND | OpenFlags.O_NOFOLLOW;
    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Fd folder;
    private final String name;
    private final InstantSource clock;
    private final long full;
    private @Nullable Fd file;
    private long size;

    private AuditLog(Fd folder, String name, InstantSource clock, long full) {
        this.folder = folder;
        this.name = name;
        this.clock = clock;
        this.full = full;
    }

    /** Fails when nothing can be written there: who wants a log wants no engine without it. */
    public static AuditLog open(Path file) {
        return open(file, InstantSource.system(), FULL);
    }

    /** @param full bytes */
    static AuditLog open(Path file, InstantSource clock, long full) {
        Path path = file.toAbsolutePath().normalize();
        Path parent = path.getParent();
        if (parent == null) {
            throw new EngineException.InvalidArgument("the audit log needs the name of a file: " + file);
        }
        try {
            AuditLog log = new AuditLog(
                    Open.open(parent, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY),
                    String.valueOf(path.getFileName()),
                    clock,
                    full);
            log.current(0);
            return log;
        } catch (IOException failed) {
            throw new EngineException.SystemError("cannot write the audit log " + path, failed);
        }
    }

    /**
     * Never fails: what cannot be written is told in the engine's own log.
     *
     * @param status of HTTP, or of a command
     * @param more of a refusal, why; of what was made, its id; may be empty
     */
    public synchronized void tell(Deed deed, Deed.Outcome outcome, int status, String more) {
        String line = ASCII.writeValueAsString(deed.json(ASCII, clock.instant(), outcome, status, more));
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            Fd open = current(bytes.length);
            Write.fully(open, bytes);
            Sync.content(open);
            size += bytes.length;
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the audit log cannot be written; it would say: " + line, e);
        }
    }

    private Fd current(int more) throws IOException {
        Fd open = file;
        if (open != null && size + more > full) {
            open.close();
            file = null;
            open = null;
            shift();
        }
        if (open == null) {
            open = Open.at(folder, name, APPEND, MODE);
            Chmod.of(open, MODE);
            Sync.file(folder);
            file = open;
            size = Seek.toEnd(open);
        }
        return open;
    }

    private void shift() throws IOException {
        for (int number = KEPT - 1; number >= 0; number--) {
            try {
                Rename.replace(folder, numbered(number), numbered(number + 1));
            } catch (SyscallException e) {
                if (!e.is(Errno.ENOENT)) {
                    throw e;
                }
            }
        }
    }

    private String numbered(int number) {
        return number == 0 ? name : name + "." + number;
    }

    @Override
    public synchronized void close() {
        if (file != null) {
            file.close();
        }
        folder.close();
    }
}
