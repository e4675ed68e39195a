package sampan.core.container;

import java.util.List;
import java.util.Optional;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.oci.spec.Spec;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.program.Program;

/**
 * A start, planned to the last system call and not made.
 *
 * @param cgroups empty on a host without
 * @param warnings what this host cannot give: one sentence each, for the user
 */
public record Draft(LaunchRequest request, Optional<CgroupPlan> cgroups, Program program, List<String> warnings) {
    Spec spec() {
        return request.spec();
    }
}
