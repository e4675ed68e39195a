package sampan.core.stats;

import sampan.kernel.cgroup.CgroupUsage;

/**
 * What a container uses, by Docker's arithmetic.
 *
 * @param cpuPercent 100 is one processor
 * @param memory bytes, without the page cache that could go at once
 * @param memoryLimit bytes: its own limit, or what the machine has
 * @param read bytes from block devices since its start
 * @param written bytes to block devices since its start
 * @param tasks threads included
 */
public record Usage(
        double cpuPercent, long memory, long memoryLimit, Traffic network, long read, long written, long tasks) {
    /** Of a container that does not run. */
    public static final Usage NONE = new Usage(0, 0, 0, Traffic.NONE, 0, 0, 0);

    private static final double HUNDRED = 100;

    /**
     * @param earlier when the processor time was this, {@link System#nanoTime()}
     * @param cpu nanoseconds of processor time then
     * @param machine bytes of memory that the machine has
     */
    static Usage between(long earlier, long cpu, Counters now, long machine) {
        CgroupUsage used = now.cgroup();
        long elapsed = now.at() - earlier;
        double percent = elapsed > 0 ? Math.max(0, used.cpu() - cpu) * HUNDRED / elapsed : 0;
        long cache = used.inactiveFile() < used.memory() ? used.inactiveFile() : 0;
        return new Usage(
                percent,
                used.memory() - cache,
                Math.min(used.memoryLimit().orElse(machine), machine),
                now.network(),
                used.read(),
                used.written(),
                used.tasks());
    }

    /** Of its limit. */
    public double memoryPercent() {
        return memoryLimit == 0 ? 0 : memory * HUNDRED / memoryLimit;
    }
}
