package sampan.core.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sampan.core.caller.Caller;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.error.EngineException;
import sampan.core.launch.FirstClient;
import sampan.core.launch.Launch;
import sampan.core.launch.Run;
import sampan.core.monitor.Interest;
import sampan.core.monitor.MonitorConnection;
import sampan.core.monitor.Monitors;
import sampan.core.plan.LogRules;
import sampan.core.plan.MountPoint;
import sampan.core.plan.SpecPlanner;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;
import sampan.kernel.socket.UnixSocket;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.Resources;
import sampan.oci.spec.Spec;
import sampan.runtime.launch.Cgroups;
import sampan.runtime.launch.InvalidSpecException;
import sampan.runtime.launch.LaunchCompiler;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.launch.Rootfs;
import sampan.runtime.launch.SeccompProgram;
import sampan.runtime.launch.Streams;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.MonitorSettings;
import sampan.runtime.program.Program;

/** One start of a container: looks everything up, has the program compiled, and launches it. */
final class Starter implements AutoCloseable {
    private static final int START_FAILURE = 125;

    private final Parts parts;
    private final ContainerRecord record;
    private final Caller caller;
    private final Map<String, Fd> sources = new HashMap<>();
    private final Set<String> fileSources = new HashSet<>();

    Starter(Parts parts, ContainerRecord record, Caller caller) {
        this.parts = parts;
        this.record = record;
        this.caller = caller;
    }

    /** What a start made, and what the next process in the container is confined by. */
    record Launched(
            Spec spec, Cgroups cgroups, Optional<SeccompProgram> seccomp, Optional<MonitorConnection> monitor) {}

    /** Returns when the program runs; everything that was made is undone by the caller when it does not. */
    Launched start(Fd folder, Fd runFolder, SpecMaker maker, Optional<FirstClient> client, Run run) throws IOException {
        try {
            openBinds();
            maker.writeNetworkFiles(record, folder);
            SpecPlanner.Planned planned = maker.plan(record, caller.files());
            Spec spec = planned.spec();
            openEngineSources(spec);
            ContainerProcess process = process(spec);
            Optional<SeccompProgram> seccomp = parts.seccomp()
                    .filter(
                            record.hostConfig().security(),
                            process.capabilities() == null
                                    ? List.of()
                                    : process.capabilities().bounding());
            Cgroups cgroups = parts.cgroups()
                    .create(
                            record.id(),
                            record.hostConfig().resources().cgroupParent(),
                            resources(spec),
                            !caller.launcher().staysInCallersCgroup());
            Program program = LaunchCompiler.compile(request(spec, cgroups, seccomp, client));
            MonitorConnection monitor = launch(program, folder, runFolder, client, run);
            Launch.settle(program, run, monitor);
            return new Launched(spec, cgroups, seccomp, Optional.of(monitor));
        } catch (InvalidSpecException e) {
            throw new EngineException.StartFailure(START_FAILURE, String.valueOf(e.getMessage()));
        } finally {
            client.ifPresent(FirstClient::close);
        }
    }

    private LaunchRequest request(
            Spec spec, Cgroups cgroups, Optional<SeccompProgram> seccomp, Optional<FirstClient> client)
            throws IOException {
        Rootfs rootfs = parts.roots().open(record);
        return LaunchRequest.of(record.id(), spec, rootfs, parts.machine().host())
                .withFileSources(fileSources)
                .withCgroups(cgroups)
                .withSeccomp(seccomp)
                .withStreams(record.config().openStdin() ? Streams.ALL : Streams.OUTPUT)
                .withMonitor(monitor(record.config(), record.hostConfig(), client));
    }

    private static MonitorSettings monitor(ContainerConfig config, HostConfig host, Optional<FirstClient> client) {
        List<Integer> clients = new ArrayList<>(List.of(Interest.EVENTS.bit()));
        client.ifPresent(one -> clients.add(one.interests()));
        List<Integer> size = host.lifecycle().consoleSize();
        boolean sized = size.size() == 2;
        return new MonitorSettings(
                log(host),
                true,
                true,
                clients,
                config.stdinOnce(),
                config.openStdin(),
                false,
                sized ? size.getFirst() : 0,
                sized ? size.getLast() : 0);
    }

    private static MonitorSettings.Log log(HostConfig host) {
        LogRules.Bounds bounds = LogRules.bounds(host.lifecycle().logConfig());
        return switch (host.lifecycle().logConfig().type()) {
            case LogRules.NONE -> MonitorSettings.Log.NONE;
            case LogRules.JSON_FILE ->
                new MonitorSettings.Log(MonitorSettings.Driver.JSON_FILE, bounds.maxSize(), bounds.maxFiles());
            default -> new MonitorSettings.Log(MonitorSettings.Driver.LOCAL, bounds.maxSize(), bounds.maxFiles());
        };
    }

    private MonitorConnection launch(Program program, Fd folder, Fd runFolder, Optional<FirstClient> client, Run run)
            throws IOException {
        return parts.launch()
                .start(
                        program,
                        wanted -> switch (wanted) {
                            case Descriptor.ContainerDirectory _ -> Fcntl.duplicate(folder);
                            case Descriptor.Listener _ ->
                                UnixSocket.listen(
                                        runFolder, Monitors.SOCKET, UnixSocket.Type.STREAM, UnixSocket.Access.owner());
                            case Descriptor.BindSource(String path) -> source(path);
                            case Descriptor.JoinedNamespace(String _, String path) ->
                                Open.open(Path.of(path), OpenFlags.O_RDONLY);
                            case Descriptor.Cgroup(String _, String path) -> Open.directory(Path.of(path));
                            case Descriptor.MonitorCgroup(String _, String path) -> Open.directory(Path.of(path));
                            case Descriptor.FirstClient _,
                                    Descriptor.RootDirectory _,
                                    Descriptor.InitPidfd _,
                                    Descriptor.MappedNamespace _ ->
                                throw new IOException("nobody has a descriptor for " + wanted.label());
                        },
                        client,
                        caller.launcher(),
                        run);
    }

    private Fd source(String path) throws IOException {
        Fd source = sources.get(path);
        if (source == null) {
            throw new IOException("nobody has opened " + path);
        }
        return Fcntl.duplicate(source);
    }

    /** What is named on a command line is opened with the caller's rights. */
    private void openBinds() throws IOException {
        for (MountPoint point : record.mounts()) {
            if (point.isBind()) {
                keep(point.source(), openBind(point));
            }
        }
    }

    private Fd openBind(MountPoint point) throws IOException {
        try {
            return caller.files().open(point.source(), OpenFlags.O_PATH, 0);
        } catch (SyscallException e) {
            if (e.is(Errno.ENOENT) && point.traits().makeSource()) {
                return caller.files().openOrMakeFolder(point.source());
            }
            throw new EngineException.InvalidArgument(
                    e.is(Errno.ENOENT)
                            ? "invalid mount config for type \"bind\": bind source path does not exist: "
                                    + point.source()
                            : "invalid mount config for type \"bind\": " + point.source() + ": "
                                    + Errno.sentence(e.errno()));
        }
    }

    /** The rest are paths the engine chose itself. */
    private void openEngineSources(Spec spec) throws IOException {
        for (var mount : spec.mounts()) {
            String source = mount.source();
            if ("bind".equals(mount.type()) && source != null && !sources.containsKey(source)) {
                keep(source, Open.open(Path.of(source), OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW));
            }
        }
    }

    private void keep(String path, Fd source) throws IOException {
        Fd before = sources.put(path, source);
        if (before != null) {
            before.close();
        }
        if (Stat.of(source).type() != FileType.DIRECTORY) {
            fileSources.add(path);
        }
    }

    private static ContainerProcess process(Spec spec) {
        ContainerProcess process = spec.process();
        if (process == null) {
            throw new IllegalStateException("a specification without a process");
        }
        return process;
    }

    private static Resources resources(Spec spec) {
        var linux = spec.linux();
        Resources resources = linux == null ? null : linux.resources();
        if (resources == null) {
            throw new IllegalStateException("a specification without resources");
        }
        return resources;
    }

    @Override
    public void close() {
        sources.values().forEach(Fd::close);
    }
}
