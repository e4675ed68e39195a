package sampan.core.stats;

import sampan.kernel.cgroup.CgroupUsage;

/**
 * One reading of a container.
 *
 * @param at {@link System#nanoTime()} of the reading
 */
public record Counters(long at, CgroupUsage cgroup, Traffic network) {}
