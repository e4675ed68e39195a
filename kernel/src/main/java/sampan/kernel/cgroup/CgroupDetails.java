package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a cgroup has used, item by item: for who wants every figure. Files that a version of cgroups has not, or that this cgroup has no controller for, leave
 * their figures empty or 0.
 *
 * @param perCpu nanoseconds on each processor; of version 1 only
 * @param user nanoseconds outside the kernel
 * @param system nanoseconds in the kernel
 * @param memoryPeak bytes; of version 1 only
 * @param memoryFailures how often the limit was hit; of version 1 only
 * @param memory the lines of {@code memory.stat}
 */
public record CgroupDetails(
        List<Long> perCpu,
        long user,
        long system,
        Throttling throttling,
        OptionalLong memoryPeak,
        long memoryFailures,
        Map<String, Long> memory) {
    private static final long NANOS_OF_TICK = 10_000_000; // user space is told of hundredths of a second
    private static final long NANOS_OF_MICRO = 1_000;

    /**
     * How a quota of processor time was felt.
     *
     * @param nanos waited altogether
     */
    public record Throttling(long periods, long throttled, long nanos) {}

    static CgroupDetails read(CgroupHost host, CgroupPath path) throws IOException {
        Files files = new Files(host, path);
        boolean old = host.v1().containsKey("cpuacct");
        String accounted = old ? files.old("cpuacct", "cpuacct.stat") : files.unified("cpu.stat");
        return new CgroupDetails(
                numbers(files.old("cpuacct", "cpuacct.usage_percpu")),
                number(accounted, old ? "user" : "user_usec") * (old ? NANOS_OF_TICK : NANOS_OF_MICRO),
                number(accounted, old ? "system" : "system_usec") * (old ? NANOS_OF_TICK : NANOS_OF_MICRO),
                throttling(host.v1().containsKey("cpu") ? files.old("cpu", "cpu.stat") : files.unified("cpu.stat")),
                numbers(files.old("memory", "memory.max_usage_in_bytes")).stream()
                        .mapToLong(Long::longValue)
                        .findFirst(),
                numbers(files.old("memory", "memory.failcnt")).stream()
                        .findFirst()
                        .orElse(0L),
                lines(
                        host.v1().containsKey("memory")
                                ? files.old("memory", "memory.stat")
                                : files.unified("memory.stat")));
    }

    private static Throttling throttling(String statistics) {
        long micros = number(statistics, "throttled_usec");
        return new Throttling(
                number(statistics, "nr_periods"),
                number(statistics, "nr_throttled"),
                micros > 0 ? micros * NANOS_OF_MICRO : number(statistics, "throttled_time"));
    }

    private static long number(String text, String key) {
        return ControlFile.number(text, key).orElse(0L);
    }

    private static List<Long> numbers(String text) {
        return Stream.of(text.split("\\s+"))
                .filter(word -> !word.isEmpty())
                .map(Long::parseLong)
                .toList();
    }

    private static Map<String, Long> lines(String text) {
        Map<String, Long> lines = new LinkedHashMap<>();
        text.lines().map(line -> line.split(" ", 2)).forEach(words -> lines.put(words[0], Long.parseLong(words[1])));
        return lines;
    }

    private record Files(CgroupHost host, CgroupPath path) {
        String old(String controller, String file) throws IOException {
            return text(Optional.ofNullable(host.v1().get(controller)), file);
        }

        String unified(String file) throws IOException {
            return text(host.unified(), file);
        }

        private String text(Optional<Path> mount, String file) throws IOException {
            Optional<Path> place = mount.map(root -> path.under(root).resolve(file));
            try (MeterFile open = MeterFile.open(place)) {
                return open.text();
            }
        }
    }
}
