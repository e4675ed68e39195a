package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Write;

/** Reads and writes of control files: small, whole, one system call each. */
final class ControlFile {
    private ControlFile() {}

    static void write(CgroupWrite write) throws SyscallException {
        try {
            write(write.file(), write.value());
        } catch (SyscallException e) {
            if (!write.tolerated().contains(e.errno())) {
                throw e;
            }
        }
    }

    /** @throws SyscallException that names the file and the value, which a descriptor's number would not */
    static void write(Path file, String value) throws SyscallException {
        try (Fd fd = Open.open(file, OpenFlags.O_WRONLY)) {
            try {
                Write.fully(fd, value.getBytes(StandardCharsets.UTF_8));
            } catch (SyscallException e) {
                throw new SyscallException("write(\"" + file + "\", \"" + value + "\")", e.errno());
            }
        }
    }

    static String read(Path file) throws IOException {
        return Read.text(file);
    }

    /** Empty when the file, or its cgroup, is gone: reading one of a cgroup just removed is ENODEV. */
    static Optional<String> readIfThere(Path file) throws IOException {
        try {
            return Optional.of(Read.text(file));
        } catch (SyscallException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The number in the line {@code key N}. */
    static Optional<Long> number(String text, String key) {
        String begin = key + " ";
        int at = text.startsWith(begin) ? 0 : text.indexOf("\n" + begin) + 1;
        if (at == 0 && !text.startsWith(begin)) {
            return Optional.empty();
        }
        int end = text.indexOf('\n', at);
        String number = text.substring(at + begin.length(), end < 0 ? text.length() : end);
        return number.indexOf(' ') < 0 ? Optional.of(Long.parseLong(number)) : Optional.empty();
    }
}
