package sampan.kernel.cgroup;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a cgroup uses; absent is what no joined controller counts.
 *
 * @param memory bytes in use, page cache included
 * @param inactiveFile bytes of page cache that could go at once; Docker shows {@code memory} less these
 * @param memoryLimit absent also when there is none
 * @param pids tasks, threads included
 */
public record CgroupStats(
        OptionalLong memory,
        OptionalLong inactiveFile,
        OptionalLong memoryLimit,
        Duration cpu,
        OptionalLong pids,
        long oomKills) {}
