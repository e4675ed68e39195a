package sampan.kernel.cgroup;

import java.util.Optional;
import java.util.Set;

/**
 * An existing cgroup that containers are made in, and what a plan has to know of it; {@link CgroupTree#prepare} makes one.
 *
 * @param files control files that a cgroup in it has, in any of its hierarchies
 * @param cpus what a new child of the version 1 cpuset has to be given before anything may join it; absent when the kernel copies
 *     it from the parent
 * @param mems as {@code cpus}
 */
public record CgroupParent(
        CgroupHost host, CgroupPath path, Set<String> files, Optional<String> cpus, Optional<String> mems) {
    public CgroupParent {
        files = Set.copyOf(files);
    }

    /** Another one that nobody has made yet: taken to be like this. */
    public CgroupParent at(CgroupPath other) {
        return new CgroupParent(host, other, files, cpus, mems);
    }
}
