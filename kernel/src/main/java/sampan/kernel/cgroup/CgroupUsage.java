package sampan.kernel.cgroup;

import java.util.OptionalLong;

/**
 * What a cgroup has used until now, and uses.
 *
 * @param cpu nanoseconds of processor time
 * @param memory bytes in use, page cache included
 * @param inactiveFile bytes of page cache that could go at once
 * @param memoryLimit bytes; absent when there is none
 * @param tasks threads included
 * @param read bytes read from block devices
 * @param written bytes written to block devices
 */
public record CgroupUsage(
        long cpu, long memory, long inactiveFile, OptionalLong memoryLimit, long tasks, long read, long written) {}
