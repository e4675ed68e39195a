package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;

/** A control file, or one of /proc, that is read again and again from one descriptor; one that is not there stays empty. */
final class MeterFile implements AutoCloseable {
    private static final int USUAL = 4 << 10;
    private static final int LARGEST = 4 << 20;

    private final @Nullable Fd file;
    private byte[] buffer = new byte[USUAL];

    private MeterFile(@Nullable Fd file) {
        this.file = file;
    }

    static MeterFile absent() {
        return new MeterFile(null);
    }

    static MeterFile open(Optional<Path> path) throws IOException {
        if (path.isEmpty()) {
            return absent();
        }
        try {
            return new MeterFile(Open.open(path.get(), OpenFlags.O_RDONLY));
        } catch (SyscallException e) {
            if (isGone(e)) {
                return absent();
            }
            throw e;
        }
    }

    boolean isThere() {
        return file != null;
    }

    /** Its text now; empty when it, or what it belongs to, is gone. */
    String text() throws IOException {
        if (file == null) {
            return "";
        }
        try {
            int length = Read.at(file, buffer, 0);
            while (length == buffer.length && length < LARGEST) {
                buffer = Arrays.copyOf(buffer, 2 * length);
                length = Read.at(file, buffer, 0);
            }
            return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        } catch (SyscallException e) {
            if (isGone(e)) {
                return "";
            }
            throw e;
        }
    }

    /** Of a file that has one number; absent for {@code max}. */
    OptionalLong number() throws IOException {
        String text = text().strip();
        return text.isEmpty() || text.equals("max") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    private static boolean isGone(SyscallException e) {
        return e.is(Errno.ENOENT) || e.is(Errno.ENODEV) || e.is(Errno.ESRCH) || e.is(Errno.EACCES);
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
