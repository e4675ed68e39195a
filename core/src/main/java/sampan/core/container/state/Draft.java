package sampan.core.container.state;

import java.util.List;
import java.util.Optional;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.oci.spec.Spec;
import sampan.runtime.explain.Explanation;
import sampan.runtime.explain.ShellScript;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.program.Program;

/**
 * A start, planned to the last system call and not made.
 *
 * @param cgroups empty on a host without
 * @param program of a start on its networks; the request's is on none
 * @param around what makes those networks
 * @param made what a script has to make, as the engine took it away again; nothing for a container that is there
 * @param warnings what this host cannot give: one sentence each, for the user
 */
public record Draft(
        LaunchRequest request,
        Optional<CgroupPlan> cgroups,
        Program program,
        Explanation.Around around,
        ShellScript.Made made,
        List<String> warnings) {
    public Draft withMade(ShellScript.Made value) {
        return new Draft(request, cgroups, program, around, value, warnings);
    }

    public Draft withNetworks(Program there, Explanation.Around making) {
        return new Draft(request, cgroups, there, making, made, warnings);
    }

    public Spec spec() {
        return request.spec();
    }
}
