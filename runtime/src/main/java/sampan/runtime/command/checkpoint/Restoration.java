package sampan.runtime.command.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.Spec;
import sampan.runtime.command.bundle.Bundle;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.cgroup.CacheAllocation;
import sampan.runtime.command.cgroup.RuntimeCgroups;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.handover.Foreground;
import sampan.runtime.command.handover.Handing;
import sampan.runtime.command.handover.LaunchOptions;
import sampan.runtime.command.hook.HookRunner;
import sampan.runtime.command.life.Creation;
import sampan.runtime.command.life.NotifySocket;
import sampan.runtime.criu.CriuOptions;
import sampan.runtime.criu.CriuReply;
import sampan.runtime.criu.CriuRequest;
import sampan.runtime.criu.CriuSwitch;
import sampan.runtime.criu.CriuWork;
import sampan.runtime.launch.Cgroups;
import sampan.runtime.launch.CriuCompiler;
import sampan.runtime.launch.CriuLaunch;
import sampan.runtime.launch.HookKind;
import sampan.runtime.program.Descriptor;
import sampan.runtime.state.ContainerRecord;
import sampan.runtime.state.SavedContainer;
import sampan.runtime.state.StateFolder;

/** A container's way back from files: state folder and cgroup as at its creation, and criu in the place of its launch program. */
public final class Restoration {
    private static final String LOG = "restore.log";
    private static final String NAMESPACES = "setup-namespaces";
    private static final String PLACE = "criu";
    private static final String TERMINAL = "orphan-pts-master";

    private final Context context;
    private final String id;
    private final Bundle bundle;
    private final LaunchOptions options;
    private final CriuFlags flags;
    private List<String> resctrl = List.of();

    Restoration(Context context, String id, Bundle bundle, LaunchOptions options, CriuFlags flags) {
        this.context = context;
        this.id = id;
        this.bundle = bundle;
        this.options = options;
        this.flags = flags;
    }

    /** Running; what is to be waited for, if anything. */
    Optional<Foreground> restore() throws IOException, RuntimeFailure {
        options.checkConsole(terminal());
        Criu.version(context);
        try (StateFolder states = context.statesOrMake()) {
            Optional<SavedContainer> made = states.make(id);
            if (made.isEmpty()) {
                throw new RuntimeFailure("container with given ID already exists");
            }
            try (SavedContainer saved = made.get()) {
                return restore(states, saved);
            }
        }
    }

    private boolean terminal() {
        ContainerProcess process = bundle.spec().process();
        return process != null && process.terminal();
    }

    private Optional<Foreground> restore(StateFolder states, SavedContainer saved) throws IOException, RuntimeFailure {
        boolean done = false;
        Optional<RuntimeCgroups.Made> cgroup = Optional.empty();
        try {
            cgroup = Creation.cgroup(context, bundle.spec(), id);
            if (cgroup.isPresent()) {
                cgroup.get().making().await();
            }
            Optional<Foreground> foreground = launch(saved, cgroup);
            done = true;
            return foreground;
        } finally {
            cgroup.ifPresent(RuntimeCgroups.Made::close);
            if (!done) {
                if (cgroup.isPresent() && cgroup.get().making().made()) {
                    context.machine()
                            .cgroups()
                            .remove(cgroup.get().path().toString(), cgroup.get().unit());
                }
                CacheAllocation.remove(resctrl);
                states.remove(id, saved);
            }
        }
    }

    private Optional<Foreground> launch(SavedContainer saved, Optional<RuntimeCgroups.Made> cgroup)
            throws IOException, RuntimeFailure {
        Optional<Foreground> foreground = options.foreground(bundle.spec(), context.invocation());
        boolean done = false;
        try (Fd images = context.open(flags.images(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
                Fd _ = context.invocation().folder(flags.logFolder());
                RestoredConsole console = RestoredConsole.of(context, options, terminal())) {
            Spec spec = NotifySocket.restored(bundle.spec(), saved);
            Optional<NotifySocket> notify = foreground.isPresent() ? NotifySocket.of(context, saved) : Optional.empty();
            try {
                ContainerRecord record = restore(new Making(saved, spec, cgroup, console, foreground), options(images));
                notify.ifPresent(socket -> socket.follow(context.invocation().pid(), record));
                done = true;
            } finally {
                if (!done) {
                    notify.ifPresent(NotifySocket::close);
                }
            }
            return foreground;
        } catch (RuntimeFailure failed) {
            throw CriuLog.explain(context, failed, flags.logFolder(), LOG);
        } finally {
            if (!done) {
                foreground.ifPresent(Foreground::close);
            }
        }
    }

    /** What a restore is made of. */
    private record Making(
            SavedContainer saved,
            Spec spec,
            Optional<RuntimeCgroups.Made> cgroup,
            RestoredConsole console,
            Optional<Foreground> foreground) {
        Cgroups cgroups() {
            return cgroup.map(RuntimeCgroups.Made::description).orElse(Cgroups.NONE);
        }

        String path() {
            return cgroup.map(made -> made.path().toString()).orElse("");
        }
    }

    private CriuOptions options(Fd images) throws IOException, RuntimeFailure {
        CriuOptions criu = new CriuOptions(CriuLaunch.IMAGES, CriuLaunch.WORK, LOG)
                .with(CriuSwitch.EVASIVE_DEVICES)
                .with(CriuSwitch.NOTIFY)
                .with(CriuSwitch.ORPHAN_TERMINALS)
                .with(CriuSwitch.RESTORE_AS_SIBLING);
        flags.switches().forEach(criu::with);
        flags.cgroups().ifPresent(criu::cgroups);
        context.words().text("lsm-profile").ifPresent(criu::securityProfile);
        context.words().text("lsm-mount-context").ifPresent(criu::securityMountContext);
        CriuConfiguration.name(bundle.spec().annotations(), criu);
        DescriptorNames.inherit(images, criu);
        return criu;
    }

    private ContainerRecord restore(Making making, CriuOptions criu) throws IOException, RuntimeFailure {
        Spec spec = making.spec;
        making.saved.makeFolder(PLACE).close();
        String place = making.saved.path() + "/" + PLACE;
        Handing handing = new Handing(context);
        int handed = ExternalNamespaces.hand(spec, handing, context, criu);
        handing.openSources(spec);
        try (Fd root = context.open(bundle.rootfs(), Bundle.ROOT)) {
            new RestoredMountPoints(bundle.spec(), handing.fileSources()).make(root);
        }
        criu.root(CriuCompiler.root(place));
        new ExternalMounts(spec, context.machine().cgroups().host()).give(criu, making.path());
        if (making.foreground.isPresent()) {
            handing.put(new Descriptor.FirstClient(0), making.foreground.get().monitorEnd());
        }
        making.console.hand(handing);
        CriuLaunch.Restored restored = new CriuLaunch.Restored(
                bundle.rootfs(), place, making.cgroups(), making.foreground.map(Foreground::settings), terminal());
        CriuLaunch.Folders folders = new CriuLaunch.Folders(flags.images(), flags.logFolder());
        try (Criu run = Criu.start(
                context, handing, Criu.launch(context, handed, Optional.of(folders), Optional.of(restored)))) {
            cgroupRoots(run.pid(), criu);
            int pid = run.ask(
                            CriuRequest.work(CriuWork.RESTORE, criu),
                            (event, descriptors) -> heard(making, event, descriptors))
                    .pid();
            making.saved.saveConfig(bundle.text());
            ContainerRecord record = record(making, pid).withResctrl(resctrl);
            making.saved.save(record);
            run.handOver(pid);
            options.writePidFile(context.invocation(), pid);
            return record;
        }
    }

    private void heard(Making making, CriuReply event, List<Fd> descriptors) throws IOException, RuntimeFailure {
        switch (event.event().orElse("")) {
            case NAMESPACES -> {
                // What the first process has now, those that criu makes of it have as well.
                resctrl = CacheAllocation.give(bundle.spec(), id, event.pid());
                HookRunner.of(context, bundle.spec())
                        .run(
                                record(making, event.pid()),
                                "creating",
                                event.pid(),
                                HookKind.PRESTART,
                                HookKind.CREATE_RUNTIME);
            }
            case TERMINAL -> making.console.take(descriptors);
            default -> {}
        }
    }

    /** Where criu is now is where the container shall be, whatever the images say. */
    private static void cgroupRoots(int criu, CriuOptions options) throws IOException {
        for (String line :
                Read.text(Path.of("/proc/" + criu + "/cgroup")).lines().toList()) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3) {
                for (String controller : List.of(fields[1].split(",", -1))) {
                    options.cgroupRoot(controller, fields[2]);
                }
            }
        }
    }

    private ContainerRecord record(Making making, int pid) throws IOException {
        return Creation.record(context, bundle, id, pid, making.cgroup);
    }
}
