package sampan.core.container.state;

import java.util.List;
import java.util.Optional;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.oci.spec.Spec;
import sampan.runtime.explain.ShellScript;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.program.Program;

/**
 * A start, planned to the last system call and not made.
 *
 * @param cgroups empty on a host without
 * @param made what a script has to make, as the engine took it away again; nothing for a container that is there
 * @param warnings what this host cannot give: one sentence each, for the user
 */
public record Draft(
        LaunchRequest request,
        Optional<CgroupPlan> cgroups,
        Program program,
        ShellScript.Made made,
        List<String> warnings) {
    public Draft withMade(ShellScript.Made value) {
        return new Draft(request, cgroups, program, value, warnings);
    }

    public Spec spec() {
        return request.spec();
    }
}
