package sampan.runtime.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Directory;
import sampan.kernel.file.FileLock;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Mkdir;
import sampan.kernel.file.Mknod;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.ProcFd;
import sampan.kernel.file.Read;
import sampan.kernel.file.Readlink;
import sampan.kernel.file.Rename;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Unlink;
import sampan.kernel.file.Write;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One container's folder, open. */
public final class SavedContainer implements AutoCloseable {
    /** The named pipe; once it is gone the container has been started. */
    public static final String GATE = "exec.fifo";

    private static final String START_REPORT = "start.fifo";
    private static final String STATE = "state.json";
    private static final String CONFIG = "config.json";
    private static final int OWNER_ONLY = 0600;
    private static final int FOR_ALL = 0755;
    private static final int FOLDER = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;
    private static final int MOST = 32 << 20;
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final JsonMapper JSON = JsonMapper.builder()
            // An earlier version may have written it, which did not know all of today's fields.
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final RecentRecords RECENT = new RecentRecords(JSON);

    private final Fd folder;

    /** Takes the folder over. */
    SavedContainer(Fd folder) {
        this.folder = folder.release();
    }

    /** Reads a record to no effect: the first one takes longest. */
    public static void rehearse() {
        try {
            JSON.readValue("{\"id\":\"\",\"pid\":1,\"annotations\":{}}", ContainerRecord.class);
        } catch (JacksonException incomplete) {
            // all that takes its time has been done by then
        }
    }

    /** Waits until no other command changes this container; the lock ends with {@link #close}. */
    public void lock() throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!FileLock.tryExclusive(folder)) {
            if (System.nanoTime() > end) {
                throw new IOException("another command is busy with this container");
            }
            pause();
        }
    }

    boolean tryLock() throws IOException {
        return FileLock.tryExclusive(folder);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    /** Empty while it is being made, or when its making was cut short. */
    public Optional<ContainerRecord> record() throws IOException {
        Optional<byte[]> text = read(STATE);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(RECENT.read(text.get()));
        } catch (JacksonException wrong) {
            throw new IOException(STATE + ": " + wrong.getMessage(), wrong);
        }
    }

    /** Its making was cut short. */
    boolean isUnfinished() throws IOException {
        return Stat.find(folder, STATE.getBytes(StandardCharsets.UTF_8)).isEmpty();
    }

    /** Its folder is no more. */
    boolean isRemoved() throws IOException {
        return Stat.of(folder).links() == 0;
    }

    public void save(ContainerRecord record) throws IOException {
        byte[] text = JSON.writeValueAsBytes(record);
        write(STATE, text);
        RECENT.keep(text, record);
    }

    /** The specification, as it was at creation. */
    public byte[] config() throws IOException {
        return read(CONFIG).orElseThrow(() -> new IOException(CONFIG + " is missing"));
    }

    public void saveConfig(byte[] text) throws IOException {
        write(CONFIG, text);
    }

    private Optional<byte[]> read(String name) throws IOException {
        Optional<Fd> found = Open.find(folder, name, OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (Fd file = found.get()) {
            return Optional.of(Read.all(file, MOST));
        }
    }

    private void write(String name, byte[] text) throws IOException {
        String temporary = name + ".tmp";
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_NOFOLLOW;
        try (Fd file = Open.at(folder, temporary, flags, OWNER_ONLY)) {
            Write.fully(file, text);
        }
        Rename.replace(folder, temporary, name);
    }

    /** Makes the pipe on which the container waits, open for both so that neither side ever waits to open it. */
    public Fd makeGate() throws IOException {
        Mknod.at(folder, GATE.getBytes(StandardCharsets.UTF_8), FileType.FIFO, OWNER_ONLY, 0);
        return Open.at(folder, GATE, OpenFlags.O_RDWR | OpenFlags.O_NOFOLLOW, 0);
    }

    /** Makes the pipe on which the container tells how its start went. */
    public Fd makeStartReport() throws IOException {
        Mknod.at(folder, START_REPORT.getBytes(StandardCharsets.UTF_8), FileType.FIFO, OWNER_ONLY, 0);
        return Open.at(folder, START_REPORT, OpenFlags.O_RDWR | OpenFlags.O_NOFOLLOW, 0);
    }

    /** Empty when nobody has to hear of the start. */
    public Optional<Fd> startReport() throws IOException {
        return Open.find(folder, START_REPORT, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_NOFOLLOW);
    }

    public boolean isGated() throws IOException {
        return Stat.find(folder, GATE.getBytes(StandardCharsets.UTF_8)).isPresent();
    }

    /** Lets the container go; false when it does not wait. */
    public boolean openGate() throws IOException {
        try (Fd gate = Open.at(folder, GATE, OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_NOFOLLOW, 0)) {
            Write.fully(gate, new byte[] {'0'});
        } catch (SyscallException nobody) {
            if (nobody.is(Errno.ENXIO) || nobody.is(Errno.ENOENT)) {
                return false;
            }
            throw nobody;
        }
        Unlink.at(folder, GATE);
        return true;
    }

    /** A folder in it, for all to look into; what is there by that name stays. */
    public Fd makeFolder(String name) throws IOException {
        try {
            Mkdir.at(folder, name, FOR_ALL);
        } catch (SyscallException failed) {
            if (!failed.is(Errno.EEXIST)) {
                throw failed;
            }
        }
        Chmod.at(folder, name.getBytes(StandardCharsets.UTF_8), FOR_ALL);
        return Open.at(folder, name, FOLDER, 0);
    }

    /** Empty when nobody has made it. */
    public Optional<Fd> findFolder(String name) throws IOException {
        return Open.find(folder, name, FOLDER);
    }

    /** Takes away all that is in it. */
    void clear() throws IOException {
        for (Directory.Entry entry : Directory.list(folder)) {
            if (entry.type() == FileType.DIRECTORY) {
                try (Fd inner = Open.at(folder, entry.text(), FOLDER, 0)) {
                    for (Directory.Entry file : Directory.list(inner)) {
                        Unlink.at(inner, file.name());
                    }
                }
                Unlink.directory(folder, entry.name());
            } else {
                Unlink.at(folder, entry.name());
            }
        }
    }

    /** A file or folder in it, for commands with something of their own to keep. */
    public Fd folder() {
        return folder;
    }

    /** Where the folder is. */
    public String path() throws IOException {
        return new String(Readlink.of(Path.of(ProcFd.path(folder))), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        folder.close();
    }
}
