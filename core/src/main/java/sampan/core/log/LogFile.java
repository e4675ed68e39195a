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
    private int end;

    LogFile(Fd file, LogFormat format, long position) {
        this.file = file;
        this.format = format;
        this.position = position;
    }

    /** The next entry; empty at the end of what has been written. */
    Optional<LogEntry> next() throws IOException {
        while (true) {
            Optional<LogFormat.Decoded> decoded = format.decode(held, at, end);
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
        return position - (end - at);
    }

    private boolean fill() throws IOException {
        int rest = end - at;
        if (rest + CHUNK > held.length) {
            held = Arrays.copyOfRange(held, at, at + rest + CHUNK); // padded with room for what comes
        } else {
            System.arraycopy(held, at, held, 0, rest);
        }
        at = 0;
        end = rest;
        int got = Read.at(file, held, end, CHUNK, position);
        end += got;
        position += got;
        return got > 0;
    }

    FileStatus status() throws IOException {
        return Stat.of(file);
    }

    @Override
    public void close() {
        file.close();
    }
}
