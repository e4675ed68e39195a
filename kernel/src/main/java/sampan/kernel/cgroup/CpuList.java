package sampan.kernel.cgroup;

import java.util.ArrayList;
import java.util.List;

/**
 * A list of CPUs or memory nodes as cpuset(7) writes them, {@code 0-3,7}, kept as ranges: {@code 1-4294967295} costs nothing and is
 * refused (CVE-2018-20699).
 */
public record CpuList(List<Range> ranges) {
    /** Docker's bound, and the largest NR_CPUS a kernel can be built with. */
    private static final int LARGEST = 8191;

    private static final int LONGEST_TEXT = 64 * 1024;

    /** Both ends belong to it. */
    public record Range(int first, int last) {}

    public CpuList {
        ranges = List.copyOf(ranges);
    }

    /** @throws IllegalArgumentException for anything but numbers and rising ranges up to 8191, separated by commas */
    public static CpuList parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("invalid list of cpus or memory nodes: \"" + shortened(text) + "\"");
        }
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int dash = part.indexOf('-');
            int first = number(dash < 0 ? part : part.substring(0, dash), text);
            int last = dash < 0 ? first : number(part.substring(dash + 1), text);
            if (last < first) {
                throw invalid(text);
            }
            ranges.add(new Range(first, last));
        }
        return new CpuList(ranges);
    }

    /** Whether every number of {@code other} is also here. */
    public boolean contains(CpuList other) {
        return other.ranges.stream().allMatch(this::covers);
    }

    private boolean covers(Range asked) {
        int next = asked.first();
        for (Range range : ranges.stream()
                .sorted((a, b) -> Integer.compare(a.first(), b.first()))
                .toList()) {
            if (range.first() <= next && range.last() >= next) {
                next = range.last() + 1;
            }
        }
        return next > asked.last();
    }

    private static int number(String digits, String text) {
        if (digits.isEmpty() || digits.length() > 4 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw invalid(text);
        }
        int number = Integer.parseInt(digits);
        if (number > LARGEST) {
            throw invalid(text);
        }
        return number;
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("invalid list of cpus or memory nodes: \"" + shortened(text)
                + "\" (numbers and ranges from 0 to " + LARGEST + ", as in 0-3,7)");
    }

    private static String shortened(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "...";
    }

    /** As the kernel reads it. */
    @Override
    public String toString() {
        return String.join(
                ",",
                ranges.stream()
                        .map(r -> r.first() == r.last() ? "" + r.first() : r.first() + "-" + r.last())
                        .toList());
    }
}
