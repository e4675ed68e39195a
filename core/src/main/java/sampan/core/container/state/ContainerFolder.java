package sampan.core.container.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import sampan.core.config.ConfigJson;
import sampan.core.monitor.Exit;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Directory;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Mkdir;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Rename;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Sync;
import sampan.kernel.file.Unlink;
import sampan.kernel.file.Write;
import sampan.kernel.mount.Unmount;
import tools.jackson.core.JacksonException;

/** A folder of small files, each replaced whole: a container's under the data root, or its run-time folder under the exec root. */
public final class ContainerFolder {
    private static final int LARGEST = 16 << 20;
    private static final int MODE = 0600;
    private static final int FOLDER_MODE = 0710;
    private static final String RECORD = "container.json";
    private static final String EXIT = "exit.json";

    private ContainerFolder() {}

    /** What a monitor leaves behind. */
    public record ExitFile(int code, boolean oomKilled, long startedAt, long finishedAt) {
        private static final long NANOS = 1_000_000_000L;

        public Exit exit() {
            return new Exit(code, oomKilled, instant(startedAt), instant(finishedAt));
        }

        private static Instant instant(long nanos) {
            return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS);
        }
    }

    public static Fd make(Fd parent, String name) throws IOException {
        byte[] bytes = bytes(name);
        try {
            Mkdir.at(parent, bytes, FOLDER_MODE);
        } catch (SyscallException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
        return open(parent, name);
    }

    /** Whether the folder is there and has a file of this name. */
    public static boolean has(Fd parent, String name, String file) throws IOException {
        try (Fd folder = open(parent, name)) {
            return Stat.find(folder, bytes(file)).isPresent();
        } catch (SyscallException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    public static Fd open(Fd parent, String name) throws IOException {
        int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;
        return Open.at(parent, bytes(name), flags, 0);
    }

    /** Removes the folder and what is in it: files, and empty folders whose mounts are detached; who shares such a mount has it still. */
    public static void remove(Fd parent, String name) throws IOException {
        try (Fd folder = open(parent, name)) {
            Directory.forEach(folder, entry -> removeEntry(folder, entry));
        } catch (SyscallException e) {
            if (e.is(Errno.ENOENT)) {
                return;
            }
            throw e;
        }
        Unlink.directory(parent, bytes(name));
    }

    private static void removeEntry(Fd folder, Directory.Entry entry) throws IOException {
        if (entry.type() != FileType.DIRECTORY) {
            Unlink.at(folder, entry.name());
            return;
        }
        boolean mounted;
        do {
            mounted = Unmount.detach(folder, entry.name());
        } while (mounted);
        Unlink.directory(folder, entry.name());
    }

    public static void write(Fd folder, String name, byte[] content) throws IOException {
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_NOFOLLOW;
        try (Fd file = Open.at(folder, bytes(name), flags, 0644)) {
            Write.at(file, content, 0);
        }
    }

    /** @param durable whether a power cut right afterwards must not undo it */
    public static void writeRecord(Fd folder, ContainerRecord record, boolean durable) throws IOException {
        byte[] json = ConfigJson.MAPPER.writeValueAsBytes(record);
        byte[] temporary = bytes(RECORD + ".tmp");
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_NOFOLLOW;
        try (Fd file = Open.at(folder, temporary, flags, MODE)) {
            Write.at(file, json, 0);
            if (durable) {
                Sync.file(file);
            }
        }
        Rename.replace(folder, temporary, folder, bytes(RECORD));
        if (durable) {
            Sync.file(folder);
        }
    }

    /** Empty when there is none, or what is there is no record of this engine. */
    public static Optional<ContainerRecord> readRecord(Fd folder) throws IOException {
        Optional<byte[]> json = read(folder, RECORD);
        try {
            return json.map(bytes -> ConfigJson.MAPPER.readValue(bytes, ContainerRecord.class));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    public static Optional<ExitFile> readExit(Fd folder) throws IOException {
        Optional<byte[]> json = read(folder, EXIT);
        try {
            return json.map(bytes -> ConfigJson.MAPPER.readValue(bytes, ExitFile.class));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /** Before a start: what is found later is of that start. */
    public static void forgetExit(Fd folder) throws IOException {
        forget(folder, EXIT);
    }

    /** Before a removal: what an engine finds from now on is what is left of it. */
    public static void forgetRecord(Fd folder) throws IOException {
        forget(folder, RECORD);
    }

    private static void forget(Fd folder, String name) throws IOException {
        try {
            Unlink.at(folder, bytes(name));
        } catch (SyscallException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    /** A small file; empty when there is none. */
    public static String text(Fd folder, String name) throws IOException {
        return read(folder, name)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    private static Optional<byte[]> read(Fd folder, String name) throws IOException {
        try (Fd file = Open.at(folder, bytes(name), OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW, 0)) {
            return Optional.of(Read.all(file, LARGEST));
        } catch (SyscallException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
