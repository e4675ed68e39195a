package sampan.oci.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.UUID;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.FdOutputStream;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Seek;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Unlink;
import sampan.oci.layer.Compression;
import sampan.oci.layer.Origin;

/** A stream's bytes in a file without a name, to be read in any order: gone when its descriptor is closed, or with the engine. */
public final class Spool {
    private static final int BUFFER = 256 << 10;
    private static final int LONGEST_MAGIC = 6;

    private Spool() {}

    /**
     * A plain archive in a file: the file itself if it is one, else a copy, unpacked.
     *
     * @param file what the stream reads; stays the caller's
     * @param folder on the file system that is to hold a copy
     */
    public static Fd plain(Fd file, InputStream stream, Fd folder) throws IOException {
        if (Stat.of(file).isRegular() && Seek.position(file) == 0) {
            byte[] start = new byte[LONGEST_MAGIC];
            int length = Read.at(file, start, 0);
            if (Compression.of(Arrays.copyOf(start, length)) == Compression.NONE) {
                return Fcntl.duplicate(file);
            }
        }
        return written(folder, target -> {
            new Origin(stream).unpackTo(target);
            stream.transferTo(OutputStream.nullOutputStream()); // who checks a signature wants to see all of it
        });
    }

    /** Writes a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream target) throws IOException;
    }

    /** @param folder on the file system that is to hold the file */
    public static Fd written(Fd folder, Content content) throws IOException {
        try (Fd copy = nameless(folder);
                FdOutputStream out = new FdOutputStream(Fcntl.duplicate(copy))) {
            BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER);
            content.writeTo(buffered);
            buffered.flush();
            return copy.release();
        }
    }

    private static Fd nameless(Fd folder) throws SyscallException {
        try {
            return Open.at(folder, ".", OpenFlags.O_TMPFILE | OpenFlags.O_RDWR, 0600);
        } catch (SyscallException failed) {
            if (!failed.is(Errno.EOPNOTSUPP) && !failed.is(Errno.EISDIR)) {
                throw failed;
            }
        }
        byte[] name = ("spool-" + UUID.randomUUID()).getBytes(US_ASCII);
        Fd file = Open.at(folder, name, OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_EXCL, 0600);
        Unlink.at(folder, name);
        return file;
    }
}
