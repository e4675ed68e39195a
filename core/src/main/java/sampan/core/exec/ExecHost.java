package sampan.core.exec;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import sampan.core.event.Action;
import sampan.core.launch.Launch;
import sampan.kernel.Fd;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.Linux;
import sampan.runtime.launch.Cgroups;
import sampan.runtime.launch.Host;
import sampan.runtime.launch.SeccompProgram;

/** The container, as a process to be started in it sees it. */
public interface ExecHost {
    /** What the process is, and what confines it; Conflict when the container does not run. */
    Confinement confine(ExecConfig config) throws IOException;

    /** A pidfd of the container's first process, for the caller to close. */
    Fd firstProcess() throws IOException;

    Launch launch();

    Host machine();

    /** To the journal, as an event of the container. */
    void tell(Action action, Map<String, String> more);

    /** All that confines the container confines the process. (CVE-2019-10144) */
    record Confinement(ContainerProcess process, Linux linux, Cgroups cgroups, Optional<SeccompProgram> seccomp) {}
}
