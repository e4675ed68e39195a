package sampan.api.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import sampan.kernel.file.Read;

/**
 * What all processors have been used for since the machine's start, idle time included: it goes on by a second a second for each of them. That is said by the clock,
 * as proc(5), /proc/stat, from which it starts, counts in hundredths of a second: too coarse for a share of a short while.
 */
final class SystemTime {
    private static final long TICK = 10_000_000;
    /** Time of guests is part of the users' time. */
    private static final int COUNTED = 8;

    private final long processors;
    private final long start;

    private SystemTime(long processors, long start) {
        this.processors = processors;
        this.start = start;
    }

    static SystemTime read() throws IOException {
        List<String> lines = Read.text(Path.of("/proc/stat"))
                .lines()
                .filter(line -> line.startsWith("cpu"))
                .toList();
        long sum = List.of(lines.getFirst().split(" +")).stream()
                .skip(1)
                .limit(COUNTED)
                .mapToLong(Long::parseLong)
                .sum();
        long processors = lines.size() - 1L;
        return new SystemTime(processors, sum * TICK - processors * System.nanoTime());
    }

    /**
     * Nanoseconds, summed over the processors.
     *
     * @param moment {@link System#nanoTime()}
     */
    long at(long moment) {
        return start + processors * moment;
    }
}
