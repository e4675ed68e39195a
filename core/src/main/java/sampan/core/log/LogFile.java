package sampan.core.log;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Read;
import sampan.kernel.file.Stat;

/** One file of a log, read on from a position. */
final class LogFile implements AutoCloseable {
    private static final int CHUNK = 64 << 10;

    private final Fd file;
    private final LogFormat format;
    private long position;
    private byte[] held = new byte[0];
    private int at;

    LogFile(Fd file, LogFormat format, long position) {
        this.file = file;
        this.format = format;
        this.position = position;
    }

    /** The next entry; empty at the end of what has been written. */
    Optional<LogEntry> next() throws IOException {
        while (true) {
            Optional<LogFormat.Decoded> decoded = format.decode(held, at, held.length);
            if (decoded.isPresent()) {
                at += decoded.get().length();
                return Optional.of(decoded.get().entry());
            }
            if (!fill()) {
                return Optional.empty();
            }
        }
    }

    /** Of the next entry. */
    long position() {
        return position - (held.length - at);
    }

    private boolean fill() throws IOException {
        byte[] more = new byte[CHUNK];
        int got = Read.at(file, more, position);
        if (got == 0) {
            return false;
        }
        int rest = held.length - at;
        byte[] all = Arrays.copyOfRange(held, at, held.length + got); // padded with room for what came
        System.arraycopy(more, 0, all, rest, got);
        held = all;
        at = 0;
        position += got;
        return true;
    }

    FileStatus status() throws IOException {
        return Stat.of(file);
    }

    @Override
    public void close() {
        file.close();
    }
}
