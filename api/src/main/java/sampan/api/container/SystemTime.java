package sampan.api.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import sampan.kernel.file.Read;

/** proc(5), /proc/stat: what all processors have been used for since the machine's start. */
final class SystemTime {
    private static final long TICK = 10_000_000;
    /** Time of guests is part of the users' time. */
    private static final int COUNTED = 8;

    private SystemTime() {}

    /** Nanoseconds, summed over the processors, idle ones included. */
    static long nanos() throws IOException {
        String first = Read.text(Path.of("/proc/stat")).lines().findFirst().orElse("");
        List<String> words = List.of(first.split(" +"));
        return words.stream().skip(1).limit(COUNTED).mapToLong(Long::parseLong).sum() * TICK;
    }
}
