package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what one cgroup uses, as often as one likes: its files are opened once. Version 1 and 2. What a cgroup of version 1 did not join a controller for is
 * counted over its processes.
 */
public final class CgroupMeter implements AutoCloseable {
    /** Version 1 shows "no limit" as the largest number of pages, in bytes. */
    private static final long V1_UNLIMITED = Long.MAX_VALUE / 4096 * 4096;

    private static final long NANOS_OF_MICRO = 1_000;

    private final CgroupHost host;
    private final CgroupPath path;
    private final List<MeterFile> opened = new ArrayList<>();
    private final boolean oldMemory;
    private final boolean oldIo;
    private final MeterFile cpuacct;
    private final MeterFile cpuStat;
    private final MeterFile memory;
    private final MeterFile memoryStat;
    private final MeterFile memoryMax;
    private final MeterFile tasks;
    private final MeterFile io;
    private final MeterFile members;

    public CgroupMeter(CgroupHost host, CgroupPath path) throws IOException {
        this.host = host;
        this.path = path;
        oldMemory = host.v1().containsKey("memory");
        oldIo = host.v1().containsKey("blkio");
        try {
            cpuacct = open(old("cpuacct", "cpuacct.usage"));
            cpuStat = cpuacct.isThere() ? MeterFile.absent() : open(unified("cpu.stat"));
            memory = open(oldMemory ? old("memory", "memory.usage_in_bytes") : unified("memory.current"));
            memoryStat = open(oldMemory ? old("memory", "memory.stat") : unified("memory.stat"));
            memoryMax = oldMemory ? MeterFile.absent() : open(unified("memory.max"));
            tasks = open(host.v1().containsKey("pids") ? old("pids", "pids.current") : unified("pids.current"));
            io = open(oldIo ? old("blkio", "blkio.throttle.io_service_bytes_recursive") : unified("io.stat"));
            members = open(members());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private MeterFile open(Optional<Path> file) throws IOException {
        MeterFile meter = MeterFile.open(file);
        opened.add(meter);
        return meter;
    }

    private Optional<Path> old(String controller, String file) {
        return Optional.ofNullable(host.v1().get(controller))
                .map(mount -> path.under(mount).resolve(file));
    }

    private Optional<Path> unified(String file) {
        return host.unified().map(mount -> path.under(mount).resolve(file));
    }

    /** A list of its processes: of cgroup2, or of any hierarchy that it is in. */
    private Optional<Path> members() {
        return host.unified().isPresent() ? unified("cgroup.procs") : old("memory", "cgroup.procs");
    }

    /** Nanoseconds of processor time until now. */
    public long cpu() throws IOException {
        OptionalLong nanos = cpuacct.number();
        return nanos.isPresent()
                ? nanos.getAsLong()
                : ControlFile.number(cpuStat.text(), "usage_usec").orElse(0L) * NANOS_OF_MICRO;
    }

    public CgroupUsage read() throws IOException {
        String statistics = memoryStat.text();
        ProcessCount processes = tasks.isThere() && io.isThere() ? ProcessCount.NONE : processes();
        DeviceBytes bytes = io.isThere() ? DeviceBytes.parse(io.text()) : processes.bytes();
        return new CgroupUsage(
                cpu(),
                memory.number().orElse(0),
                ControlFile.number(statistics, oldMemory ? "total_inactive_file" : "inactive_file")
                        .orElse(0L),
                limit(statistics),
                tasks.number().orElse(processes.tasks()),
                bytes.read(),
                bytes.written());
    }

    /** Every figure there is; opens its files each time. */
    public CgroupDetails details() throws IOException {
        return CgroupDetails.read(host, path);
    }

    private OptionalLong limit(String statistics) throws IOException {
        if (!oldMemory) {
            return memoryMax.number();
        }
        long limit = ControlFile.number(statistics, "hierarchical_memory_limit").orElse(V1_UNLIMITED);
        return limit >= V1_UNLIMITED ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    private ProcessCount processes() throws IOException {
        ProcessCount count = ProcessCount.NONE;
        for (String pid : members.text().lines().toList()) {
            count = count.and(Path.of("/proc", pid));
        }
        return count;
    }

    @Override
    public void close() {
        opened.forEach(MeterFile::close);
    }
}
