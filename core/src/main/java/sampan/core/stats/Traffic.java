package sampan.core.stats;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Read;

/**
 * Bytes that went over the interfaces of a network namespace, but for its loopback.
 *
 * @param received bytes
 * @param sent bytes
 */
public record Traffic(long received, long sent) {
    public static final Traffic NONE = new Traffic(0, 0);

    private static final int HEADER_LINES = 2;
    private static final int SENT = 8;

    /** Of the namespace that this process is in; none when it has ended. */
    static Traffic of(int pid) throws IOException {
        try {
            return parse(Read.text(Path.of("/proc", Integer.toString(pid), "net", "dev")));
        } catch (SyscallException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ESRCH) || e.is(Errno.EINVAL)) {
                return NONE;
            }
            throw e;
        }
    }

    /** The text of /proc/PID/net/dev. */
    static Traffic parse(String text) {
        Traffic sum = NONE;
        for (String line : text.lines().skip(HEADER_LINES).toList()) {
            int colon = line.indexOf(':');
            if (colon < 0 || line.substring(0, colon).strip().equals("lo")) {
                continue;
            }
            List<String> counts = List.of(line.substring(colon + 1).strip().split(" +"));
            sum = new Traffic(
                    sum.received + Long.parseLong(counts.getFirst()), sum.sent + Long.parseLong(counts.get(SENT)));
        }
        return sum;
    }
}
