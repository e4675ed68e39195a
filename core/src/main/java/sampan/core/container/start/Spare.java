package sampan.core.container.start;

import java.util.Optional;
import sampan.core.container.network.NameFiles;
import sampan.kernel.cgroup.CgroupPlan;

/**
 * What the next container is made of, ready on disk: its folders, the files that tell it its name, its cgroup.
 *
 * @param names what was written into hosts, hostname and resolv.conf
 * @param cgroups what was made, with the limits of a container that asks for none
 */
public record Spare(String id, NameFiles names, Optional<CgroupPlan> cgroups) {}
