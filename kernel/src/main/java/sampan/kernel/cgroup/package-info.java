/**
 * Control groups, versions 1, 2 and the hybrid of both: one class per controller turns limits into writes, and {@link
 * sampan.kernel.cgroup.Cgroup} does them.
 *
 * <p>Read {@link sampan.kernel.cgroup.CgroupPlan} first: what a container's cgroup consists of, as plain data, made from a {@link
 * sampan.kernel.cgroup.CgroupHost} (facts) and {@link sampan.kernel.cgroup.CgroupLimits} (wishes). Nothing that decides reads a file.
 *
 * <p>This package knows host paths of cgroup file systems only, nothing of containers, their specifications or their root file
 * systems.
 */
@NullMarked
package sampan.kernel.cgroup;

import org.jspecify.annotations.NullMarked;
