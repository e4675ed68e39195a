package sampan.runtime.launch;

import sampan.runtime.program.Argument;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** What the launch process does to itself, as it stays as the container's monitor. */
final class MonitorPlacement {
    private MonitorPlacement() {}

    static void compile(Launch launch) {
        Script script = launch.script();
        if (launch.request().monitor().waitForAll()) {
            script.purpose(
                    "orphans come here", "the monitor waits for every descendant", "PR_SET_CHILD_SUBREAPER(2const)");
            script.call(Syscall.PRCTL, Symbol.PR_SET_CHILD_SUBREAPER.argument(), Argument.of(1));
        }
        if (!launch.request().cgroups().monitorJoins().isEmpty()) {
            script.purpose("the monitor's own cgroup", "it is neither the container's nor the caller's", "cgroups(7)");
            launch.request().cgroups().monitorJoins().forEach(file -> Cgroup.join(launch, file));
        }
    }
}
