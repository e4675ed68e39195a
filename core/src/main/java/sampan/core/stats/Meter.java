package sampan.core.stats;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;
import sampan.kernel.cgroup.CgroupDetails;
import sampan.kernel.cgroup.CgroupMeter;

/** Reads what one running container uses. */
public final class Meter implements AutoCloseable {
    private final CgroupMeter cgroup;
    private final OptionalInt namespace;

    /** @param namespace a process in the container's own network; empty: it has none to itself */
    public Meter(CgroupMeter cgroup, OptionalInt namespace) {
        this.cgroup = cgroup;
        this.namespace = namespace;
    }

    /** Nanoseconds of processor time until now. */
    long cpu() throws IOException {
        return cgroup.cpu();
    }

    public Counters read() throws IOException {
        Traffic network = namespace.isPresent() ? Traffic.of(namespace.getAsInt()) : Traffic.NONE;
        return new Counters(System.nanoTime(), cgroup.read(), network);
    }

    /** Every figure of its cgroup. */
    public CgroupDetails details() throws IOException {
        return cgroup.details();
    }

    /** What went over each of its own interfaces, but for its loopback; none when it has no network to itself. */
    public Map<String, CardCounts> cards() throws IOException {
        return namespace.isPresent() ? CardCounts.of(namespace.getAsInt()) : Map.of();
    }

    @Override
    public void close() {
        cgroup.close();
    }
}
