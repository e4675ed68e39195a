package sampan.oci.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Directory;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Rename;
import sampan.kernel.file.Sync;
import sampan.kernel.file.Unlink;
import sampan.kernel.file.Write;

/** A small file that is replaced as a whole: readers, and those who come after a power cut, see the old one or the new one. */
public final class WholeFile {
    private static final String TEMPORARY = ".tmp";

    private WholeFile() {}

    /** One writer at a time for each name. */
    public static void replace(Fd folder, String name, byte[] content) throws IOException {
        String temporary = name + TEMPORARY;
        try {
            synced(folder, temporary, content);
            Rename.replace(folder, temporary, name);
        } catch (IOException failed) {
            discard(folder, temporary);
            throw failed;
        }
        Sync.file(folder);
    }

    /** As {@link #replace}; the old one gets another name. */
    public static void replaceKeeping(Fd folder, String name, byte[] content, String old) throws IOException {
        String temporary = name + TEMPORARY;
        synced(folder, temporary, content);
        try {
            Rename.exchange(folder, name(temporary), folder, name(name));
            Rename.replace(folder, temporary, old);
        } catch (SyscallException failed) {
            if (!failed.is(Errno.ENOENT)) {
                discard(folder, temporary);
                throw failed;
            }
            Rename.replace(folder, temporary, name);
        }
        Sync.file(folder);
    }

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void synced(Fd folder, String name, byte[] content) throws IOException {
        try (Fd file = written(folder, name, content)) {
            Sync.file(file);
        } catch (IOException failed) {
            discard(folder, name);
            throw failed;
        }
    }

    /** Only writes it: for a folder that appears as a whole, later. */
    static void write(Fd folder, String name, byte[] content) throws IOException {
        written(folder, name, content).close();
    }

    private static Fd written(Fd folder, String name, byte[] content) throws IOException {
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_NOFOLLOW;
        try (Fd file = Open.at(folder, name, flags, 0600)) {
            Write.fully(file, content);
            return file.release();
        }
    }

    private static void discard(Fd folder, String name) throws IOException {
        try {
            Unlink.at(folder, name);
        } catch (SyscallException failed) {
            if (!failed.is(Errno.ENOENT)) {
                throw failed;
            }
        }
    }

    /** Takes away what a killed engine was writing; before anything is written. */
    public static void sweep(Fd folder) throws IOException {
        for (Directory.Entry entry : Directory.list(folder)) {
            if (entry.text().endsWith(TEMPORARY)) {
                discard(folder, entry.text());
            }
        }
    }

    /** The content, if the file is there. */
    public static Optional<byte[]> read(Fd folder, String name, int limit) throws IOException {
        try (Fd file = Open.at(folder, name, OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW, 0)) {
            return Optional.of(Read.all(file, limit));
        } catch (SyscallException failed) {
            if (failed.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    /** Removes the file, if it is there. */
    public static void remove(Fd folder, String name) throws IOException {
        discard(folder, name);
        Sync.file(folder);
    }
}
