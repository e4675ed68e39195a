package sampan.core.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;

/** The files of a log: {@code container.log}, which is written, and those that were rotated away. They are told apart by inode: the writer may rotate at any moment. */
record LogFiles(Fd folder, LogFormat format) {
    static final int MOST = 10_000;

    private static final String NAME = "container.log";
    private static final int FLAGS = OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW | OpenFlags.O_NONBLOCK;

    /** @param index 0: the one that is written */
    Optional<Fd> open(int index) throws IOException {
        try {
            return Optional.of(Open.at(folder, name(index), FLAGS, 0));
        } catch (SyscallException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** From its beginning. */
    private Optional<LogFile> opened(int index) throws IOException {
        return open(index).map(file -> new LogFile(file, format, 0));
    }

    /** The one that is written, when there is none before. */
    Optional<LogFile> first() throws IOException {
        return opened(0);
    }

    Optional<LogFile> oldest() throws IOException {
        int index = 0;
        while (index < MOST && Stat.find(folder, name(index + 1)).isPresent()) {
            index++;
        }
        return opened(index);
    }

    /** At a place that was reached before; empty when that file is gone. */
    Optional<LogFile> at(LogPlace place) throws IOException {
        for (int i = 0; i < MOST; i++) {
            Optional<FileStatus> found = Stat.find(folder, name(i));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            if (found.get().inode() == place.inode() && found.get().size() >= place.offset()) {
                return open(i).map(file -> new LogFile(file, format, place.offset()));
            }
        }
        return Optional.empty();
    }

    /** The file that the writer went on with after this one; empty when it still writes this one. */
    Optional<LogFile> successor(LogFile current) throws IOException {
        FileStatus own = current.status();
        for (int i = 0; i < MOST; i++) {
            Optional<FileStatus> found = Stat.find(folder, name(i));
            if (found.isPresent() && found.get().sameFile(own)) {
                return i == 0 ? Optional.empty() : opened(i - 1);
            }
            if (found.isEmpty() && i > 0) {
                return opened(i - 1); // ours was rotated out of existence
            }
        }
        return Optional.empty();
    }

    private static byte[] name(int index) {
        String name = index == 0 ? NAME : NAME + "." + index;
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
