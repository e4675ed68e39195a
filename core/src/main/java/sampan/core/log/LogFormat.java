package sampan.core.log;

import java.io.IOException;
import java.util.Optional;
import sampan.kernel.Fd;

/** One of the two ways in which record.c writes an entry. */
public sealed interface LogFormat permits LocalFormat, JsonFormat {
    /** Longer entries are refused: no monitor writes them. */
    int LONGEST = 1 << 20;

    /** An entry and how many bytes it takes. */
    record Decoded(LogEntry entry, int length) {}

    /** The first entry of these bytes; empty when its end is not there. */
    Optional<Decoded> decode(byte[] bytes, int from, int to) throws IOException;

    /** Where the last {@code count} entries of a file begin, and how many there are. */
    Start last(Fd file, long size, long count) throws IOException;

    /** A position in a file, and how many entries follow. */
    record Start(long position, long entries) {}

    /** The format of a log driver; empty for drivers whose log cannot be read. */
    static Optional<LogFormat> of(String driver) {
        return switch (driver) {
            case "local" -> Optional.of(new LocalFormat());
            case "json-file" -> Optional.of(new JsonFormat());
            default -> Optional.empty();
        };
    }
}
