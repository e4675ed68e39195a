/**
 * {@code linux.resources} and {@code linux.cgroupsPath} of a specification, and the control groups of a container.
 *
 * <p>Read {@link sampan.runtime.cgroup.LimitSection}, which turns the section into limits, and
 * {@link sampan.runtime.cgroup.CgroupDescription}, which tells the launch compiler what has been made. The files themselves are
 * {@code sampan.kernel.cgroup}'s.
 *
 * <p>Must not know: who made the container.
 */
@NullMarked
package sampan.runtime.cgroup;

import org.jspecify.annotations.NullMarked;
