package sampan.core;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sampan.core.cdi.DeviceRegistry;
import sampan.core.container.Containers;
import sampan.core.container.cgroup.ContainerCgroups;
import sampan.core.container.root.ContainerVolumes;
import sampan.core.container.root.RootFilesystems;
import sampan.core.container.root.UserLookup;
import sampan.core.container.start.Parts;
import sampan.core.error.EngineException;
import sampan.core.event.Journal;
import sampan.core.image.ImageStore;
import sampan.core.launch.Launch;
import sampan.core.launch.LaunchBinary;
import sampan.core.monitor.Monitors;
import sampan.core.network.Networks;
import sampan.core.security.SeccompFilters;
import sampan.core.snapshot.Snapshotters;
import sampan.core.timing.Timings;
import sampan.core.volume.Volumes;
import sampan.kernel.cgroup.CgroupHost;
import sampan.oci.store.Trash;
import sampan.runtime.systemd.Scopes;

/** Everything an engine consists of, made top to bottom and closed bottom to top. */
final class Wiring implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Wiring.class.getName());
    private static final long PATIENCE_SECONDS = 30;

    private final Deque<AutoCloseable> made = new ArrayDeque<>();
    private @Nullable Containers containers;
    private @Nullable ImageStore images;
    private @Nullable Volumes volumes;
    private @Nullable Networks networks;
    private @Nullable Journal events;
    private final Timings timings = new Timings();

    private Wiring() {}

    private Containers wire(EngineOptions options) throws IOException {
        Parts.Places places = places(options);
        HostLook look = HostLook.now();
        LaunchBinary binary = keep(LaunchBinary.load());
        Monitors monitors = keep(new Monitors());
        ContainerCgroups cgroups = cgroups(options);
        cgroups.prepare();
        made.push(cgroups::prune);
        Trash trash = keep(Trash.open(options.dataRoot()));
        Clock clock = Clock.systemUTC();
        Journal journal =
                keep(new Journal(keep(DataRoot.folder(options.execRoot().resolve("events"))), clock));
        events = journal;
        images = keep(ImageStore.open(options.dataRoot(), trash, clock, journal));
        volumes = keep(Volumes.open(options.dataRoot(), trash, clock, journal));
        RootFilesystems roots = new RootFilesystems(
                images,
                keep(Snapshotters.open(
                        options.dataRoot(), trash, options.storage().driver())));
        SeccompFilters filters =
                new SeccompFilters(keep(DataRoot.folder(options.dataRoot().resolve("filters"))));
        Launch launch = new Launch(binary, monitors);
        networks = keep(networks(options, launch, clock, journal));
        ExecutorService background = keepBackground();
        return keep(Containers.open(new Parts(
                places,
                monitors,
                launch,
                roots,
                new ContainerVolumes(volumes, roots, journal),
                opened(networks),
                cgroups,
                filters,
                new UserLookup(roots),
                new Parts.Machine(
                        look.facts(), look.host(), look.bootId(), clock, new DeviceRegistry(options.deviceFolders())),
                journal,
                timings,
                background)));
    }

    private Parts.Places places(EngineOptions options) throws IOException {
        Path containers = options.dataRoot().resolve("containers");
        Path runs = options.execRoot().resolve("containers");
        return new Parts.Places(keep(DataRoot.folder(containers)), keep(DataRoot.folder(runs)), containers, runs);
    }

    private static Networks networks(EngineOptions options, Launch launch, Clock clock, Journal journal)
            throws IOException {
        return Networks.open(
                new Networks.Place(
                        EngineOptions.rootId(options.dataRoot()),
                        DataRoot.folder(options.dataRoot().resolve("networks")),
                        options.networks()),
                launch,
                clock,
                journal);
    }

    /** Takes the root over. */
    static Wiring open(DataRoot root) throws IOException {
        Wiring wiring = new Wiring();
        wiring.keep(root);
        try {
            wiring.containers = wiring.wire(root.options());
            return wiring;
        } catch (IOException | RuntimeException e) {
            wiring.close();
            throw e;
        }
    }

    Containers containers() {
        return opened(containers);
    }

    /** Each data root its own: an engine takes away what it does not know. */
    private static ContainerCgroups cgroups(EngineOptions options) throws IOException {
        CgroupHost host = CgroupHost.detect();
        String root = EngineOptions.rootId(options.dataRoot());
        try {
            return switch (options.cgroupDriver()) {
                case CGROUPFS -> ContainerCgroups.own(host, options.cgroupParent(), root);
                case SYSTEMD -> {
                    if (!Scopes.available()) {
                        throw new EngineException.NotSupported(
                                "systemd cgroup driver passed, but systemd support for managing cgroups is not available");
                    }
                    yield ContainerCgroups.systemd(host, options.cgroupParent(), root);
                }
            };
        } catch (IllegalArgumentException e) {
            throw new EngineException.InvalidArgument(String.valueOf(e.getMessage()));
        }
    }

    ImageStore images() {
        return opened(images);
    }

    Journal events() {
        return opened(events);
    }

    Volumes volumes() {
        return opened(volumes);
    }

    Timings timings() {
        return timings;
    }

    Networks networks() {
        return opened(networks);
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new EngineException.Unavailable("the engine is closed");
        }
        return part;
    }

    private <T extends AutoCloseable> T keep(T part) {
        made.push(part);
        return part;
    }

    /** Closing waits for what is under way: a container that has just ended is noted as ended. */
    private ExecutorService keepBackground() {
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        made.push(() -> {
            executor.shutdown();
            if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        });
        return executor;
    }

    @Override
    public void close() {
        boolean interrupted = false;
        for (AutoCloseable part : made) {
            try {
                part.close();
            } catch (InterruptedException _) {
                interrupted = true;
            } catch (Exception e) {
                LOG.log(Level.WARNING, "cannot close " + part, e);
            }
        }
        made.clear();
        containers = null;
        images = null;
        volumes = null;
        networks = null;
        events = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
