/**
 * Who makes a container's cgroup: the engine itself, or systemd, as a scope of its own.
 *
 * <p>{@link sampan.core.container.cgroup.ContainerCgroups} names the cgroup and its limits; a
 * {@link sampan.core.container.cgroup.CgroupMaker} makes it, measures it and takes it away.
 */
@NullMarked
package sampan.core.container.cgroup;

import org.jspecify.annotations.NullMarked;
