package sampan.runtime.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Monitor;
import sampan.runtime.program.MonitorSettings;
import sampan.runtime.program.Program;
import sampan.runtime.program.Script;

/** Turns a runtime specification into the program that makes the container. Pure: same request, same program. */
public final class LaunchCompiler {
    /** In the launch process, which has the host's rights and its mount namespace, before there is a child. */
    static final List<Section> PARENT = List.of(
            Leaks::hide,
            MonitorPlacement::compile,
            Pipes::report,
            HookSections::channel,
            Pipes::streams,
            IdMappings::barrier,
            Cgroup::await,
            Cgroup::open,
            SecurityLabels::mountLabel,
            MappedNamespaces::compile,
            LaunchCompiler::takeFromTheHost,
            TimeNamespace::compile,
            OomScore::take,
            NetDevices::prepare,
            Namespaces::joinPid);

    /** In the child. The order is the contract: it follows runtime-spec's lifecycle, and each reason stands with its section. */
    static final List<Section> ORDER = List.of(
            Leaks::shedSignals,
            Session::compile,
            Cgroup::join,
            LaunchCompiler::joinOthers,
            RootMount::find,
            IdMappings::await,
            LaunchCompiler::takeAsRootOfTheNamespace,
            init(Session::keyring),
            NetDevices::configure,
            init(Loopback::compile),
            init(RootMount::attach),
            init(Mounts::compile),
            init(Devices::compile),
            init(Console::compile),
            init(Console::bind),
            HookSections::createRuntime,
            HookSections::createContainer,
            init(WorkingDirectory::create),
            OomScore::compile,
            init(Sysctls::compile),
            init(SecurityLabels::compile),
            init(HostNames::compile),
            init(HiddenPaths::protect),
            init(HiddenPaths::mask),
            init(RootMount::finish),
            init(RootMount::pivot),
            init(RootMount::spread),
            init(Console::take),
            Pipes::take,
            init(Priorities::compile),
            init(Placement::memory),
            WorkingDirectory::enter,
            Credentials::umask,
            init(Confinement::noNewPrivileges),
            Credentials::bound,
            Credentials::groups,
            init(Limits::compile),
            Handover::preserve,
            Leaks::closeAll,
            HookSections::known,
            Confinement::early,
            Credentials::user,
            WorkingDirectory::retry,
            Confinement::watched,
            Handover::await,
            Confinement::late,
            HookSections::startContainer,
            Execution::compile);

    /** In the launch process again, while the child works. */
    static final List<Section> AFTER =
            List.of(OomScore::giveBack, Limits::raiseInParent, NetDevices::move, Handover::announce);

    private LaunchCompiler() {}

    /** @throws InvalidSpecException when the specification asks for what cannot be */
    public static Program compile(LaunchRequest request) {
        Launch launch = new Launch(request, new Script());
        SharedMounts.check(launch);
        return compile(launch, PARENT, ORDER, AFTER);
    }

    /** What runc's init does before it tells that it is ready: it says so of what fails. */
    private static Section init(Section section) {
        return launch -> {
            launch.script().init(true);
            section.compile(launch);
            launch.script().init(false);
        };
    }

    private static void takeFromTheHost(Launch launch) {
        if (!launch.unprivileged()) {
            take(launch);
        }
    }

    /** Who is not root may copy no mount of the host's; of the container's own mount namespace root is another. */
    private static void takeAsRootOfTheNamespace(Launch launch) {
        if (launch.unprivileged()) {
            take(launch);
        }
    }

    private static void take(Launch launch) {
        init(BindMount::prepare).compile(launch);
        init(Devices::prepare).compile(launch);
        RootMount.prepare(launch);
    }

    /** Where a user namespace is joined the helper has done it. */
    private static void joinOthers(Launch launch) {
        if (!launch.namespaces().joins(Namespaces.Kind.USER)) {
            Namespaces.joinOthers(launch);
        }
    }

    static Program compile(Launch launch, List<Section> parent, List<Section> child, List<Section> after) {
        Script script = launch.script();
        Handover.claim(launch);
        MonitorSettings settings = launch.request().monitor();
        Optional<Argument.Handed> directory = settings.directory()
                ? Optional.of(script.handed(new Descriptor.ContainerDirectory()))
                : Optional.empty();
        Optional<Argument.Handed> listener =
                settings.listener() ? Optional.of(script.handed(new Descriptor.Listener())) : Optional.empty();
        List<Argument.Handed> clients = new ArrayList<>();
        for (int i = 0; i < settings.clients().size(); i++) {
            clients.add(script.handed(new Descriptor.FirstClient(i)));
        }
        parent.forEach(section -> section.compile(launch));
        Birth birth = new Birth(launch);
        birth.begin();
        child.forEach(section -> section.compile(launch));
        birth.end();
        after.forEach(section -> section.compile(launch));
        script.end();
        if (Handover.alone(launch).isPresent()) {
            return script.program(Optional.empty());
        }
        return script.program(Optional.of(new Monitor(
                settings,
                launch.process().terminal(),
                launch.namespaces().creates(Namespaces.Kind.USER) && !Handover.of(launch),
                directory,
                listener,
                clients,
                launch.made())));
    }
}
