package sampan.runtime.command.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.cgroup.Cgroup;
import sampan.kernel.file.Stat;
import sampan.oci.spec.Spec;
import sampan.runtime.command.call.Paths;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.command.handover.Handing;
import sampan.runtime.command.life.NotifySocket;
import sampan.runtime.criu.CriuOptions;
import sampan.runtime.criu.CriuReply;
import sampan.runtime.criu.CriuRequest;
import sampan.runtime.criu.CriuSwitch;
import sampan.runtime.criu.CriuWork;
import sampan.runtime.launch.CriuLaunch;
import sampan.runtime.program.Descriptor;
import sampan.runtime.state.Status;

/** A running container's way into files. */
public record Checkpoint(Context context, Loaded container, CriuFlags flags) {
    private static final String LOG = "dump.log";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int FIRST = 3;

    void write() throws IOException, RuntimeFailure {
        int version = Criu.version(context);
        try (Fd images = context.invocation().folder(flags.images());
                Fd _ = context.invocation().folder(flags.logFolder())) {
            checkParent(images);
            checkFeatures();
            CriuOptions options = options(version);
            Spec spec = container.spec(context.machine());
            ExternalNamespaces.name(spec, context, options);
            if (!flags.preDump()) {
                new ExternalMounts(
                                NotifySocket.mounted(spec, container.saved()),
                                context.machine().cgroups().host())
                        .name(options, container.record());
                DescriptorNames.save(container.record().pid(), images);
            }
            stayPaused();
            ask(options);
        } catch (RuntimeFailure failed) {
            throw CriuLog.explain(context, failed, flags.logFolder(), LOG);
        }
    }

    /** criu has to find a paused container stopped by the freezer that it is told of, or waits for it for ever. */
    private void stayPaused() throws IOException {
        Optional<Cgroup> cgroup = container.cgroup();
        if (container.status() == Status.PAUSED && cgroup.isPresent()) {
            try {
                cgroup.get().freezeByVersion1(PATIENCE);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            }
        }
    }

    private void ask(CriuOptions options) throws IOException, RuntimeFailure {
        Handing handing = new Handing(context);
        int handed = 0;
        if (flags.status().isPresent()) {
            handing.put(new Descriptor.Preserved(FIRST), status());
            options.status(FIRST);
            handed = 1;
        }
        CriuWork work = flags.preDump() ? CriuWork.PRE_DUMP : CriuWork.DUMP;
        CriuLaunch.Folders folders = new CriuLaunch.Folders(flags.images(), flags.logFolder());
        try (Criu criu =
                Criu.start(context, handing, Criu.launch(context, handed, Optional.of(folders), Optional.empty()))) {
            criu.ask(CriuRequest.work(work, options), Criu.Listener.NOBODY);
        }
    }

    private Fd status() throws IOException, RuntimeFailure {
        int number = (int) flags.status().getAsLong();
        try {
            return context.invocation().inherited(number);
        } catch (SyscallException missing) {
            throw new RuntimeFailure("invalid --status-fd argument " + number + ": bad file descriptor");
        }
    }

    private CriuOptions options(int version) throws IOException {
        CriuOptions options = new CriuOptions(CriuLaunch.IMAGES, CriuLaunch.WORK, LOG)
                .with(CriuSwitch.EVASIVE_DEVICES)
                .with(CriuSwitch.NOTIFY)
                .with(CriuSwitch.ORPHAN_TERMINALS)
                .process(container.record().pid())
                .root(container.record().rootfs());
        flags.switches().forEach(options::with);
        flags.cgroups().ifPresent(options::cgroups);
        flags.pageServer().ifPresent(server -> options.pageServer(server.address(), server.port()));
        flags.parent().ifPresent(parent -> options.parentImages(parent).with(CriuSwitch.TRACK_MEMORY));
        CriuConfiguration.name(container.record().annotations(), options);
        freezer(version).ifPresent(options::freezer);
        return options;
    }

    /** Of cgroup2 since criu 3.14. */
    private Optional<String> freezer(int version) throws IOException {
        Map<String, Path> old = context.machine().cgroups().host().v1();
        Optional<Path> mount = Optional.ofNullable(old.get("freezer"));
        if (old.isEmpty() && version >= 31_400) {
            mount = context.machine().cgroups().host().unified();
        }
        return container.record().cgroup().isEmpty()
                ? Optional.empty()
                : mount.map(path -> path + container.record().cgroup());
    }

    private void checkParent(Fd images) throws RuntimeFailure {
        if (flags.parent().isEmpty()) {
            return;
        }
        String path = Paths.resolve(flags.images(), flags.parent().get());
        try {
            if (!Stat.at(images, flags.parent().get()).isDirectory()) {
                throw new RuntimeFailure("invalid --parent-path: stat " + path + ": not a directory");
            }
        } catch (SyscallException missing) {
            throw new RuntimeFailure("invalid --parent-path: stat " + path + ": no such file or directory");
        }
    }

    /** What criu finds missing only half way. */
    private void checkFeatures() throws IOException, RuntimeFailure {
        boolean lazy = flags.on(CriuSwitch.LAZY_PAGES);
        if (!lazy && !flags.preDump()) {
            return;
        }
        Optional<CriuReply.Features> there = Criu.features(context);
        List<String> missing = new ArrayList<>();
        if (flags.preDump() && there.filter(CriuReply.Features::trackMemory).isEmpty()) {
            missing.add("MemTrack");
        }
        if (lazy && there.filter(CriuReply.Features::lazyPages).isEmpty()) {
            missing.add("LazyPages");
        }
        if (!missing.isEmpty()) {
            throw new RuntimeFailure("CRIU is missing features: [" + String.join(" ", missing) + "]");
        }
    }
}
