package sampan.core.container.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import sampan.core.caller.Caller;
import sampan.core.container.cgroup.CgroupMaker;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.Draft;
import sampan.core.hook.ContainerHooks;
import sampan.core.launch.FirstClient;
import sampan.core.launch.Launch;
import sampan.core.launch.Run;
import sampan.core.monitor.MonitorConnection;
import sampan.core.monitor.Monitors;
import sampan.core.network.Joined;
import sampan.core.network.link.PreparedNamespace;
import sampan.core.timing.Timings;
import sampan.kernel.Fd;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.socket.UnixSocket;
import sampan.oci.spec.Spec;
import sampan.runtime.launch.Cgroups;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.launch.SeccompProgram;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Program;

/** One start of a container: has it planned, makes what it needs, launches it and waits until it runs. */
public final class Starter {
    private final Parts parts;
    private final ContainerRecord record;
    private final Caller caller;
    private final Optional<Spare> spare;

    /** @param spare what has been made of this container */
    public Starter(Parts parts, ContainerRecord record, Caller caller, Optional<Spare> spare) {
        this.spare = spare;
        this.parts = parts;
        this.record = record;
        this.caller = caller;
    }

    /** What a start made, and what the next process in the container is confined by. */
    public record Launched(
            Spec spec, Cgroups cgroups, Optional<SeccompProgram> seccomp, Optional<MonitorConnection> monitor) {}

    /** Where a container's files are. */
    public record Folders(Fd data, Fd run) {}

    /** Returns when the program runs; everything that was made is undone by the caller when it does not. */
    public Launched start(Folders folders, SpecMaker maker, Optional<FirstClient> client, Run run) throws IOException {
        try (Preparation preparation = new Preparation(parts, record, caller)) {
            SharedMemory.provide(record, folders.run());
            try (Joined joined = join(folders)) {
                parts.volumes().use(record);
                maker.writeNetworkFiles(record, folders.data(), spare, joined.attachment());
                Draft draft = preparation.draft(maker.in(joined), client.map(FirstClient::interests));
                Launched launched = launch(draft, new Launching(preparation, folders, joined), client, run);
                parts.containerNetworks()
                        .keepNames(record.id(), run, parts.places().runPath());
                return launched;
            }
        } finally {
            client.ifPresent(FirstClient::close);
        }
    }

    private Joined join(Folders folders) throws IOException {
        try (Timings.Span _ = parts.timings().begin(Timings.Action.ALLOCATE)) {
            return parts.containerNetworks().join(record, folders.run());
        }
    }

    /** What a launch hands over. */
    private record Launching(Preparation preparation, Folders folders, Joined joined) {}

    private Launched launch(Draft draft, Launching launching, Optional<FirstClient> client, Run run)
            throws IOException {
        Optional<ContainerHooks> hooks = new HookBundle(parts, record)
                .provide(draft.spec(), launching.folders().run());
        try (CgroupMaker.Hold _ = cgroup(draft.cgroups())) {
            MonitorConnection monitor = launch(draft.program(), opener(launching, hooks), client, run);
            if (hooks.isPresent()) {
                hooks.get().settle(draft.program(), run, monitor);
            } else {
                Launch.settle(draft.program(), run, monitor);
            }
            LaunchRequest request = draft.request();
            return new Launched(request.spec(), request.cgroups(), request.seccomp(), Optional.of(monitor));
        } finally {
            hooks.ifPresent(ContainerHooks::close);
        }
    }

    private CgroupMaker.Hold cgroup(Optional<CgroupPlan> wanted) throws IOException {
        return wanted.isEmpty() || isReady(wanted)
                ? CgroupMaker.Hold.NONE
                : parts.cgroups().make(wanted.get());
    }

    private boolean isReady(Optional<CgroupPlan> wanted) {
        return spare.filter(made -> made.cgroups().equals(wanted)).isPresent();
    }

    private MonitorConnection launch(Program program, Launch.Opener opener, Optional<FirstClient> client, Run run)
            throws IOException {
        return parts.launch().start(program, opener, client, caller.launcher(), run);
    }

    private static Launch.Opener opener(Launching launching, Optional<ContainerHooks> hooks) {
        Folders folders = launching.folders();
        return wanted -> switch (wanted) {
            case Descriptor.ContainerDirectory _ -> Fcntl.duplicate(folders.data());
            case Descriptor.Listener _ ->
                UnixSocket.listen(folders.run(), Monitors.SOCKET, UnixSocket.Type.STREAM, UnixSocket.Access.owner());
            case Descriptor.BindSource(String path) -> launching.preparation().source(path);
            case Descriptor.JoinedNamespace(String type, String path) -> namespace(launching.joined(), type, path);
            case Descriptor.Cgroup(String _, String path) -> Open.directory(Path.of(path));
            case Descriptor.MonitorCgroup(String _, String path) -> Open.directory(Path.of(path));
            case Descriptor.OfCaller own when hooks.isPresent() -> hooks.get().open(own);
            case Descriptor.FirstClient _,
                    Descriptor.RootDirectory _,
                    Descriptor.InitPidfd _,
                    Descriptor.NameSocket _,
                    Descriptor.OfCaller _ -> throw new IOException("nobody has a descriptor for " + wanted.label());
        };
    }

    /** Another process's, or the network namespace that was prepared for this start. */
    private static Fd namespace(Joined joined, String type, String path) throws IOException {
        Optional<PreparedNamespace> prepared = joined.namespace();
        return prepared.isPresent() && type.equals("network")
                ? prepared.get().duplicate()
                : Open.open(Path.of(path), OpenFlags.O_RDONLY);
    }
}
