package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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
        write(List.of(write));
    }

    /** In their order; a file that is written several times in a row is opened once. */
    static void write(List<CgroupWrite> writes) throws SyscallException {
        int at = 0;
        while (at < writes.size()) {
            Path file = writes.get(at).file();
            int end = at + 1;
            while (end < writes.size() && writes.get(end).file().equals(file)) {
                end++;
            }
            write(file, writes.subList(at, end));
            at = end;
        }
    }

    private static void write(Path file, List<CgroupWrite> writes) throws SyscallException {
        try (Fd fd = Open.open(file, OpenFlags.O_WRONLY)) {
            for (CgroupWrite write : writes) {
                try {
                    write(fd, file, write.value());
                } catch (SyscallException e) {
                    tolerate(e, List.of(write));
                }
            }
        } catch (SyscallException e) {
            tolerate(e, writes);
        }
    }

    private static void tolerate(SyscallException failed, List<CgroupWrite> writes) throws SyscallException {
        if (!writes.stream().allMatch(write -> write.tolerated().contains(failed.errno()))) {
            throw failed;
        }
    }

    static void write(Path file, String value) throws SyscallException {
        try (Fd fd = Open.open(file, OpenFlags.O_WRONLY)) {
            write(fd, file, value);
        }
    }

    /** @throws SyscallException that names the file and the value, which a descriptor's number would not */
    private static void write(Fd fd, Path file, String value) throws SyscallException {
        try {
            Write.fully(fd, value.getBytes(StandardCharsets.UTF_8));
        } catch (SyscallException e) {
            throw new SyscallException("write(\"" + file + "\", \"" + value + "\")", e.errno());
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
