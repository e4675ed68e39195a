package sampan.runtime.launch;

import java.util.Optional;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.Linux;
import sampan.runtime.program.MonitorSettings;

/**
 * Everything the compiler has to know to run one more process in a container.
 *
 * @param process what to run, confined as the container's first process is: capabilities, labels, limits and all
 * @param linux the container's; its namespaces are joined through the pidfd of its first process
 * @param cgroups the container's
 * @param seccomp the container's compiled filter
 * @param handover as in {@link LaunchRequest}
 */
public record ExecRequest(
        String id,
        ContainerProcess process,
        Linux linux,
        Host host,
        Cgroups cgroups,
        Optional<SeccompProgram> seccomp,
        Streams streams,
        MonitorSettings monitor,
        Optional<Handover> handover) {
    public ExecRequest(
            String id,
            ContainerProcess process,
            Linux linux,
            Host host,
            Cgroups cgroups,
            Optional<SeccompProgram> seccomp,
            Streams streams,
            MonitorSettings monitor) {
        this(id, process, linux, host, cgroups, seccomp, streams, monitor, Optional.empty());
    }
}
