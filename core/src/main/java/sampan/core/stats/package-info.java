/**
 * What running containers use: processor, memory, network, block devices, tasks.
 *
 * <p>Read {@link sampan.core.stats.Watch}: it holds a {@link sampan.core.stats.Meter} for each container, which keeps the files of its cgroup open, and makes
 * {@link sampan.core.stats.Usage}, Docker's figures, of two readings. Nothing here enters a container's namespaces: its network is counted in
 * {@code /proc/PID/net/dev}. This package knows no container, only what can be metered.
 */
@NullMarked
package sampan.core.stats;

import org.jspecify.annotations.NullMarked;
