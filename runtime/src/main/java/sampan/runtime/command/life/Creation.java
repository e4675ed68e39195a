package sampan.runtime.command.life;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Fcntl;
import sampan.kernel.process.Pidfd;
import sampan.kernel.seccomp.InvalidFilterException;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.Spec;
import sampan.runtime.command.bundle.Bundle;
import sampan.runtime.command.bundle.SeccompListener;
import sampan.runtime.command.call.CallerCgroup;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.cgroup.CacheAllocation;
import sampan.runtime.command.cgroup.RuntimeCgroups;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.handover.ControlChannel;
import sampan.runtime.command.handover.Foreground;
import sampan.runtime.command.handover.Handing;
import sampan.runtime.command.handover.Homes;
import sampan.runtime.command.handover.LaunchOptions;
import sampan.runtime.command.handover.SeccompAgent;
import sampan.runtime.command.handover.SpareNetwork;
import sampan.runtime.command.handover.UnknownCapabilities;
import sampan.runtime.command.hook.HookFiles;
import sampan.runtime.command.hook.HookRunner;
import sampan.runtime.command.json.ContainerState;
import sampan.runtime.command.json.GoTime;
import sampan.runtime.launch.Cgroups;
import sampan.runtime.launch.DeviceAddresses;
import sampan.runtime.launch.Handover;
import sampan.runtime.launch.HookCompiler;
import sampan.runtime.launch.HookKind;
import sampan.runtime.launch.InvalidSpecException;
import sampan.runtime.launch.LaunchCompiler;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.launch.Rootfs;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Program;
import sampan.runtime.state.ContainerRecord;
import sampan.runtime.state.ProcessLook;
import sampan.runtime.state.SavedContainer;
import sampan.runtime.state.StateFolder;

/**
 * How a container comes to be: its state folder, its cgroup, its launch program, the process; when one step fails nothing is left.
 */
public final class Creation {
    private final Context context;
    private final String id;
    private final Bundle bundle;
    private final LaunchOptions options;
    private final HookRunner hooks;
    private List<String> resctrl = List.of();

    /** The first one's pidfd, for who waits. */
    private Optional<Fd> process = Optional.empty();

    /** What hooks know of it; empty before they run. */
    private Optional<ContainerRecord> announced = Optional.empty();

    Creation(Context context, String id, Bundle bundle, LaunchOptions options) {
        this.context = context;
        this.id = id;
        this.bundle = bundle;
        this.options = options;
        this.hooks = HookRunner.of(context, bundle.spec());
    }

    /** Made, and waiting for its start or running. */
    record Created(
            ContainerRecord record, Optional<Fd> process, Optional<Foreground> foreground, Optional<NotifySocket> proxy)
            implements AutoCloseable {
        @Override
        public void close() {
            process.ifPresent(Fd::close);
        }
    }

    /** Makes it. */
    Created create() throws IOException, RuntimeFailure {
        bundle.expectFiles(context.invocation());
        RootlessCgroups.expectCaller(context);
        ContainerProcess process = bundle.process();
        options.checkConsole(process.terminal());
        UnknownCapabilities.warn(context.log(), process);
        try (StateFolder states = context.statesOrMake()) {
            Optional<SavedContainer> made = states.make(id);
            if (made.isEmpty()) {
                throw new RuntimeFailure("container with given ID already exists");
            }
            try (SavedContainer saved = made.get()) {
                return create(states, saved);
            }
        }
    }

    private Created create(StateFolder states, SavedContainer saved) throws IOException, RuntimeFailure {
        boolean done = false;
        Optional<RuntimeCgroups.Made> cgroup = Optional.empty();
        try {
            Spec spec = NotifySocket.adapted(options.adapted(atHome(bundle.spec())), context, saved);
            cgroup = cgroup(context, spec, id);
            Created created = launch(saved, spec, cgroup);
            done = true;
            return created;
        } catch (InvalidSpecException | InvalidFilterException wrong) {
            throw new RuntimeFailure(String.valueOf(wrong.getMessage()));
        } finally {
            cgroup.ifPresent(RuntimeCgroups.Made::close);
            if (!done) {
                undo(states, saved, cgroup);
            }
        }
    }

    /** As the caller wants them made. */
    public static Optional<RuntimeCgroups.Made> cgroup(Context context, Spec spec, String id)
            throws IOException, RuntimeFailure {
        RuntimeCgroups cgroups = context.machine().cgroups();
        return switch (context.globals().manager()) {
            case CGROUPFS ->
                RootlessCgroups.make(
                        context, spec, () -> cgroups.make(spec, id, CallerCgroup.startOf(spec, context.invocation())));
            case SYSTEMD -> Optional.of(cgroups.makeScope(spec, id));
            case DISABLED -> Optional.empty();
        };
    }

    private void undo(StateFolder states, SavedContainer saved, Optional<RuntimeCgroups.Made> cgroup)
            throws IOException {
        if (cgroup.isPresent() && cgroup.get().making().made()) {
            context.machine()
                    .cgroups()
                    .remove(cgroup.get().path().toString(), cgroup.get().unit());
        }
        CacheAllocation.remove(resctrl);
        states.remove(id, saved);
        if (announced.isPresent()) {
            hooks.runPoststop(announced.get());
        }
    }

    /** Its root must be there; what it knows of the user goes into the environment. */
    private Spec atHome(Spec spec) throws IOException, RuntimeFailure {
        try (Fd root = context.invocation().open(bundle.rootfs(), Bundle.ROOT, 0)) {
            context.invocation().ahead(bundle.rootfs(), Bundle.ROOT); // for the launch
            return spec.withProcess(Homes.withHome(bundle.process(), root));
        } catch (SyscallException missing) {
            if (missing.is(Errno.ENOTDIR) || missing.is(Errno.ELOOP)) {
                throw new RuntimeFailure("invalid rootfs: not an absolute path, or a symlink");
            }
            throw new RuntimeFailure(
                    "invalid rootfs: stat " + bundle.rootfs() + ": " + Errno.sentence(missing.errno()));
        }
    }

    /** What a launch is made of. */
    private record Making(
            SavedContainer saved,
            Spec spec,
            Optional<RuntimeCgroups.Made> cgroup,
            Handing handing,
            Optional<Foreground> foreground,
            HookFiles hookFiles) {}

    private Created launch(SavedContainer saved, Spec spec, Optional<RuntimeCgroups.Made> cgroup)
            throws IOException, RuntimeFailure {
        Optional<NotifySocket> proxy = options.gated() ? Optional.empty() : NotifySocket.of(context, saved);
        try (Handing handing = new Handing(context);
                ControlChannel control = new ControlChannel();
                HookFiles hookFiles = HookFiles.of(hooks.hooks())) {
            handing.openSources(spec);
            Optional<Foreground> foreground = options.foreground(spec, context.invocation());
            boolean settled = false;
            try {
                Making making = new Making(saved, spec, cgroup, handing, foreground, hookFiles);
                Program program = LaunchCompiler.compile(request(making));
                byte[] encoded = Handing.encoded(program);
                hand(making, control);
                handing.launch(program, encoded);
                if (cgroup.isPresent()) {
                    cgroup.get().making().await();
                    if (cgroup.get().description().any()) {
                        control.limited();
                    }
                }
                context.log()
                        .debug("launch program of " + program.ops().size() + " operations, " + encoded.length
                                + " bytes");
                ContainerRecord record = settle(making, program, control);
                settled = true;
                return new Created(record, process, foreground, proxy);
            } finally {
                if (!settled) {
                    proxy.ifPresent(NotifySocket::close);
                    foreground.ifPresent(Foreground::close);
                }
            }
        }
    }

    private LaunchRequest request(Making making) throws IOException {
        Rootfs rootfs = new Rootfs.DirectoryRoot(bundle.rootfs(), true);
        Spec spec = SpareNetwork.in(making.spec, context, making.handing);
        LaunchRequest request = LaunchRequest.of(
                        id, spec, rootfs, context.machine().host())
                .withFileSources(making.handing.fileSources())
                .withCgroups(making.cgroup.map(RuntimeCgroups.Made::description).orElse(Cgroups.NONE))
                .withSeccomp(context.machine().filter(making.spec))
                .withAddresses(DeviceAddresses.of(making.spec))
                .withNewKeyring(!options.sharedKeyring())
                .withHandover(new Handover(
                        making.foreground.isPresent(),
                        options.gated(),
                        options.console().isPresent(),
                        options.preserved(),
                        options.pivot(),
                        Handing.nulls(context.invocation()),
                        context.invocation().uid() != 0));
        return making.foreground
                .map(Foreground::settings)
                .map(request::withMonitor)
                .orElse(request);
    }

    private void hand(Making making, ControlChannel control) throws IOException, RuntimeFailure {
        making.handing.put(new Descriptor.Control(), Fcntl.duplicate(control.handed()));
        making.hookFiles.hand(making.handing);
        if (options.gated() && hooks.any(HookKind.START_CONTAINER, HookKind.POSTSTART)) {
            making.handing.put(new Descriptor.StartReport(), making.saved.makeStartReport());
        }
        if (options.gated()) {
            making.handing.put(new Descriptor.StartGate(), making.saved.makeGate());
        }
        if (options.console().isPresent()) {
            making.handing.connectConsole(options.console().get());
        }
        if (making.foreground.isPresent()) {
            making.handing.put(
                    new Descriptor.FirstClient(0), making.foreground.get().monitorEnd());
        }
    }

    /** From the launch to a process that is ready. */
    private ContainerRecord settle(Making making, Program program, ControlChannel control)
            throws IOException, RuntimeFailure {
        Optional<Fd> monitor = making.foreground.map(Foreground::stream);
        try (ControlChannel.Newborn process = control.born(program, monitor)) {
            boolean settled = false;
            try {
                ContainerRecord born = record(context, bundle, id, process.pid(), making.cgroup);
                if (making.foreground.isPresent()) {
                    holdMounts(process);
                }
                IdMaps.write(context, making.spec, born, control);
                resctrl = CacheAllocation.give(making.spec, id, process.pid());
                ContainerRecord record = born.withResctrl(resctrl);
                context.log().debug("process " + record.pid() + " in cgroup " + record.cgroup());
                making.saved.saveConfig(bundle.text());
                making.saved.save(record);
                if (options.waits()) {
                    context.expectStates(); // for the deletion
                }
                prepare(making, record, program, control);
                control.ready(
                        program,
                        number -> new SeccompAgent(context, SeccompListener.of(making.spec))
                                .take(process, number, ContainerState.of(record, "creating", record.pid())));
                context.log().debug(options.gated() ? "ready to be started" : "the program runs");
                if (!options.gated()) {
                    hooks.run(record, "running", record.pid(), HookKind.POSTSTART);
                }
                options.writePidFile(context.invocation(), process.pid());
                if (options.waits()) {
                    this.process = Optional.of(Fcntl.duplicate(process.pidfd()));
                }
                settled = true;
                return record;
            } finally {
                if (!settled) {
                    process.kill();
                }
            }
        }
    }

    /** Whoever waits hears of the end before the kernel has taken the mounts apart. */
    private void holdMounts(ControlChannel.Newborn process) {
        Optional<Fd> mounts = Pidfd.mountNamespace(process.pidfd());
        if (mounts.isPresent()) {
            context.invocation().closeLast(mounts.get());
        }
    }

    /** The hooks that come before the container's process goes on. */
    private void prepare(Making making, ContainerRecord record, Program program, ControlChannel control)
            throws IOException, RuntimeFailure {
        announced = Optional.of(record);
        if (HookCompiler.concern(hooks.hooks())) {
            control.atHooks(program);
            making.hookFiles.write(record);
            hooks.run(record, "creating", record.pid(), HookKind.PRESTART, HookKind.CREATE_RUNTIME);
            control.hooked();
        } else if (!options.gated()) {
            control.known();
        }
    }

    public static ContainerRecord record(
            Context context, Bundle bundle, String id, int pid, Optional<RuntimeCgroups.Made> cgroup)
            throws IOException {
        Spec spec = bundle.spec();
        return new ContainerRecord(
                spec.ociVersion(),
                id,
                pid,
                ProcessLook.at(pid).map(ProcessLook::startTime).orElse(0L),
                bundle.folder(),
                bundle.rootfs(),
                GoTime.of(Instant.now()),
                spec.annotations(),
                cgroup.map(made -> made.path().toString()).orElse(""),
                cgroup.map(RuntimeCgroups.Made::unit).orElse(""),
                context.invocation().uid(),
                List.of(),
                HookRunner.of(context, spec).any(HookKind.POSTSTOP));
    }
}
