package sampan.runtime.launch;

import java.util.List;
import java.util.Map;
import java.util.Set;
import sampan.oci.spec.Spec;
import sampan.runtime.program.Program;
import sampan.runtime.program.Script;

/**
 * Turns one more process of a running container into a program. It is confined as the container's first process is: the same
 * sections do it. (CVE-2019-10144, CVE-2019-10145, CVE-2019-10147)
 */
public final class ExecCompiler {
    private ExecCompiler() {}

    /** @throws InvalidSpecException when what is asked for cannot be */
    public static Program compile(ExecRequest request) {
        Entry entry = new Entry(Namespaces.of(request.linux().namespaces()));
        Launch launch = new Launch(asLaunch(request), new Script());
        return LaunchCompiler.compile(
                launch, parent(entry), child(entry), List.of(OomScore::giveBack, entry::leave, Handover::announce));
    }

    private static List<Section> parent(Entry entry) {
        return List.of(
                Leaks::hide,
                MonitorPlacement::compile,
                Pipes::report,
                Pipes::streams,
                Cgroup::open,
                Cgroup::openTasks,
                OomScore::lend,
                entry::enter);
    }

    /** What only the host's rights allow comes before the container's other namespaces are joined. */
    private static List<Section> child(Entry entry) {
        return List.of(
                Leaks::shedSignals,
                OomScore::letGo,
                Session::compile,
                Placement::initialCpus,
                Cgroup::joinOpened,
                Placement::finalCpus,
                SecurityLabels::compile,
                entry::raiseLimits,
                entry::join,
                Session::keyring,
                entry::openRoot,
                Console::compile,
                Console::take,
                Pipes::take,
                Priorities::compile,
                Placement::memory,
                WorkingDirectory::enter,
                Credentials::umask,
                Confinement::noNewPrivileges,
                Credentials::bound,
                Credentials::groups,
                Limits::join,
                Handover::preserve,
                Leaks::closeAll,
                Confinement::early,
                Credentials::user,
                WorkingDirectory::retry,
                Confinement::watched,
                Confinement::late,
                Execution::compile);
    }

    /** No namespace is made, and there is nothing to mount. */
    private static LaunchRequest asLaunch(ExecRequest request) {
        Spec spec = Spec.of(
                request.process(),
                request.linux()
                        .edit()
                        .namespaces(List.of())
                        .timeOffsets(null)
                        .netDevices(Map.of())
                        .uidMappings(List.of())
                        .build());
        return new LaunchRequest(
                request.id(),
                spec,
                new Rootfs.DirectoryRoot("/", false),
                request.host(),
                Set.of(),
                request.cgroups(),
                request.seccomp(),
                request.streams(),
                request.monitor(),
                Map.of(),
                true,
                request.handover());
    }
}
