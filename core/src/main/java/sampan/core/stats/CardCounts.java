package sampan.core.stats;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Read;

/** What went over one network interface, one way and the other. */
public record CardCounts(Way received, Way sent) {
    private static final int HEADER_LINES = 2;
    private static final int SENT = 8;

    /** One way. */
    public record Way(long bytes, long packets, long errors, long dropped) {
        private static Way of(List<String> counts) {
            return new Way(
                    Long.parseLong(counts.get(0)),
                    Long.parseLong(counts.get(1)),
                    Long.parseLong(counts.get(2)),
                    Long.parseLong(counts.get(3)));
        }
    }

    /** Of the namespace that this process is in, by name and without the loopback; none when it has ended. */
    static Map<String, CardCounts> of(int pid) throws IOException {
        try {
            return parse(Read.text(Path.of("/proc", Integer.toString(pid), "net", "dev")));
        } catch (SyscallException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ESRCH) || e.is(Errno.EINVAL)) {
                return Map.of();
            }
            throw e;
        }
    }

    /** The text of /proc/PID/net/dev. */
    static Map<String, CardCounts> parse(String text) {
        Map<String, CardCounts> cards = new LinkedHashMap<>();
        for (String line : text.lines().skip(HEADER_LINES).toList()) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "lo" : line.substring(0, colon).strip();
            if (!name.equals("lo")) {
                List<String> counts = List.of(line.substring(colon + 1).strip().split(" +"));
                cards.put(name, new CardCounts(Way.of(counts), Way.of(counts.subList(SENT, counts.size()))));
            }
        }
        return cards;
    }
}
