package sampan.core;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import sampan.core.caller.Caller;
import sampan.core.cdi.DeviceRegistry;
import sampan.core.config.ContainerConfig;
import sampan.core.config.EngineSettings;
import sampan.core.config.HostConfig;
import sampan.core.config.StorageConfig;
import sampan.core.container.Container;
import sampan.core.container.Containers;
import sampan.core.container.Creation;
import sampan.core.container.start.MountSources;
import sampan.core.container.state.ContainerState;
import sampan.core.container.state.CreateRequest;
import sampan.core.error.EngineException;
import sampan.core.event.Event;
import sampan.core.event.EventType;
import sampan.core.event.Journal;
import sampan.core.files.Commit;
import sampan.core.image.ImageStore;
import sampan.core.image.ImageUse;
import sampan.core.image.Pruned;
import sampan.core.image.Removal;
import sampan.core.image.Retention;
import sampan.core.image.catalogue.Image;
import sampan.core.network.NetworkInspection;
import sampan.core.network.Networks;
import sampan.core.network.definition.Network;
import sampan.core.network.definition.NetworkRequest;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.plan.LogRules;
import sampan.core.policy.Access;
import sampan.core.policy.Belongings;
import sampan.core.snapshot.Change;
import sampan.core.snapshot.ContainerTrees;
import sampan.core.system.SystemReport;
import sampan.core.system.SystemSurvey;
import sampan.core.timing.Timings;
import sampan.core.volume.Volume;
import sampan.core.volume.VolumeRequest;
import sampan.core.volume.Volumes;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;

/** The one engine of a data root. Closing it leaves its containers running: the next engine on that root adopts them. */
public final class Engine implements AutoCloseable {
    private final EngineOptions options;
    private final Wiring wiring;
    private final AtomicReference<EngineSettings> settings;
    private final Access access;
    private final Optional<Consumer<Container>> made;

    private final ImageCollector collector;

    private Engine(EngineOptions options, Wiring wiring) {
        this.options = options;
        this.settings = new AtomicReference<>(options.settings());
        this.access = Access.ALL;
        this.made = Optional.empty();
        this.wiring = wiring;
        this.collector = ImageCollector.start(this);
    }

    private Engine(Engine whole, Access access, Optional<Consumer<Container>> made) {
        this.options = whole.options;
        this.settings = whole.settings;
        this.wiring = whole.wiring;
        this.collector = whole.collector;
        this.access = access;
        this.made = made;
    }

    /** This engine as a caller has it: what it makes is the caller's, and of containers there are only those that the caller may see. */
    public Engine as(Access caller) {
        return new Engine(this, caller, Optional.empty());
    }

    /**
     * The same.
     *
     * @param hears of each container that is made
     */
    public Engine as(Access caller, Consumer<Container> hears) {
        return new Engine(this, caller, Optional.of(hears));
    }

    /** Forbidden when the caller may not pull images. */
    public void checkPull() {
        access.rights().checkPull();
    }

    /** Whether all events are for the caller to hear. */
    public boolean showsAll() {
        return access.isUnlimited();
    }

    /** Whether an event is for the caller to hear. */
    public boolean shows(Event event) {
        return showsAll()
                || (event.type() == EventType.CONTAINER && containers().shows(event.actor()));
    }

    /** Whether a volume is for the caller to see. */
    public boolean shows(Volume volume) {
        String name = volume.name().text();
        return access.isUnlimited()
                || access.rights().usesVolume(name)
                || belongings().isOwn(volume)
                || !volumeUsers(name).isEmpty();
    }

    /** The volume of this name, unless it is not for the caller to see. */
    public Volume volume(String name) {
        Volume found = volumes().find(name);
        if (!shows(found)) {
            throw new EngineException.NotFound("get " + name + ": no such volume");
        }
        return found;
    }

    /** Opens an engine with everything under one folder. */
    public static Engine open(Path folder) {
        return open(EngineOptions.in(folder));
    }

    /** Opens an engine; fails when another one uses the data root. Adopts what runs there and clears away what a killed engine left. */
    public static Engine open(EngineOptions options) {
        return open(DataRoot.take(options));
    }

    /** As {@link #open(EngineOptions)}, on a root that is ours already and now belongs to the engine, also when this fails. */
    public static Engine open(DataRoot root) {
        try {
            return new Engine(root.options(), Wiring.open(root));
        } catch (IOException e) {
            throw new EngineException.SystemError(
                    "cannot open an engine on " + root.options().dataRoot(), e);
        }
    }

    public EngineOptions options() {
        return options;
    }

    /** As they are now. */
    public EngineSettings settings() {
        return settings.get();
    }

    /** InvalidArgument when a container could not be made with them. */
    public static void check(EngineSettings settings) {
        LogRules.check(settings.defaults().log());
    }

    /** From now on; what runs stays as it is. */
    public void change(EngineSettings changed) {
        settings.set(changed);
    }

    public Containers containers() {
        return access.isUnlimited() ? wiring.containers() : wiring.containers().as(access);
    }

    public ImageStore images() {
        return wiring.images();
    }

    /** What happens in it. */
    public Journal events() {
        return wiring.events();
    }

    public Volumes volumes() {
        return wiring.volumes();
    }

    public Networks networks() {
        return wiring.networks();
    }

    /** Takes a name from an image, and removes the image with its last name; Conflict when a container needs it. */
    public List<Removal> removeImage(String nameOrId, boolean force) {
        if (!access.isUnlimited()) {
            belongings().checkRemoving(images().find(nameOrId), nameOrId);
        }
        return images().remove(nameOrId, force, this::imageUses);
    }

    /** Removes images without a name, or all of them, that fit and that no container needs. */
    public Pruned pruneImages(Predicate<Image> fits, boolean all) {
        return new Pruning(this).images(fits, all);
    }

    /** Does now what is done by itself from time to time: removes images that have outlived their names. */
    public Pruned collectImages(Retention retention) {
        return collector.collect(retention);
    }

    /** Removes containers in which nothing runs. */
    public Reclaimed pruneContainers(Predicate<Container> fits) {
        return new Pruning(this).containers(fits);
    }

    /** Removes volumes of the caller's that no container has. */
    public Reclaimed pruneVolumes(Predicate<Volume> fits) {
        return new Pruning(this).volumes(volume -> belongings().isOwn(volume) && fits.test(volume));
    }

    /** Removes networks of the caller's that no container is on, whether it runs or not. */
    public List<Network> pruneNetworks(Predicate<Network> fits) {
        return new Pruning(this).networks(network -> belongings().isOwn(network) && fits.test(network));
    }

    /** As {@code network inspect} shows it. */
    public NetworkInspection inspectNetwork(String reference) {
        return NetworkInspection.of(
                networks().find(reference),
                this::visibleEndpoints,
                id -> containers().find(id).name());
    }

    private Map<String, Endpoint> visibleEndpoints(Network network) {
        Map<String, Endpoint> all = networks().endpoints(network);
        if (access.isUnlimited()) {
            return all;
        }
        Map<String, Endpoint> visible = new HashMap<>(all);
        visible.keySet().removeIf(id -> !containers().shows(id));
        return visible;
    }

    List<ImageUse> imageUses(ImageId image) {
        return containers().uses(image.toString());
    }

    /** Whosesoever they are. */
    Containers everybodys() {
        return wiring.containers();
    }

    /** Ids of the containers that have a volume. */
    public List<String> volumeUsers(String volume) {
        return users(containers(), volume);
    }

    static List<String> users(Containers containers, String volume) {
        return containers.list().stream()
                .filter(container -> container.record().hasVolume(volume))
                .map(Container::id)
                .toList();
    }

    private Belongings belongings() {
        return new Belongings(access.rights());
    }

    /** The volume of this name as it is, or a new one, which is the caller's. */
    public Volume createVolume(VolumeRequest request) {
        belongings().checkMaking(request);
        return volumes().create(request, access.rights().owner());
    }

    /** A new network, which is the caller's. */
    public Network createNetwork(NetworkRequest request) {
        belongings().checkMaking(request);
        return networks().create(request, access.rights().owner());
    }

    /** Removes a network that nobody is on. */
    public void removeNetwork(String reference) {
        Network found = networks().find(reference);
        belongings().checkRemoving(found);
        networks().remove(found.id());
    }

    /** One more name for an image. */
    public void tag(String nameOrId, ImageReference name) {
        belongings().checkNaming(name);
        images().tag(images().find(nameOrId).id(), name);
    }

    /** Makes an image of a container's changes; Forbidden when the caller may make none with this name. */
    public Image commit(String nameOrId, Commit commit) throws IOException {
        belongings().checkNaming(commit.reference());
        try (Timings.Span _ = timings().begin(Timings.Action.COMMIT)) {
            return commit.make(containers().find(nameOrId), images());
        }
    }

    /** Which files of its image a container has changed. */
    public List<Change> changes(String nameOrId) throws IOException {
        try (Timings.Span _ = timings().begin(Timings.Action.CHANGES);
                ContainerTrees trees = containers().find(nameOrId).trees()) {
            return trees.changes();
        }
    }

    /** Removes a volume and what is in it; Conflict when a container has it. */
    public void removeVolume(String name) {
        belongings().checkRemoving(volumes().find(name));
        volumes().remove(name, users(everybodys(), name));
    }

    /** InvalidArgument when a mount's source is not there; callers with limits are told when they start the container, of sources that they may mount. */
    public void checkSources(StorageConfig storage) {
        if (access.isUnlimited()) {
            storage.mounts().stream()
                    .flatMap(mount -> mount.neededSource().stream())
                    .forEach(MountSources::check);
        }
    }

    /** Makes a container and does not start it. */
    public Creation create(CreateRequest request) {
        images().admit(request.config().image());
        try (Timings.Span _ = timings().begin(Timings.Action.CREATE)) {
            Creation creation = containers()
                    .create(request.of(access.rights().mark())
                            .completed(settings().defaults()));
            if (made.isPresent()) {
                made.get().accept(creation.container());
            }
            return creation;
        }
    }

    /** Makes a container with Docker's defaults and starts it, as a child of this process. */
    public Container run(String image, String... command) {
        ContainerConfig config =
                ContainerConfig.builder().image(image).cmd(List.of(command)).build();
        Container container =
                create(new CreateRequest("", config, HostConfig.DEFAULT)).container();
        container.start(Caller.local());
        return container;
    }

    /** Stops every running container, all at once, and waits. */
    public void stopAll(Duration timeout) throws InterruptedException {
        List<Thread> stopping = containers().list().stream()
                .filter(container -> container.state() instanceof ContainerState.Running)
                .map(container -> Thread.ofVirtual().start(() -> stop(container, timeout)))
                .toList();
        for (Thread thread : stopping) {
            thread.join();
        }
    }

    private static void stop(Container container, Duration timeout) {
        try {
            container.stop(Optional.empty(), Optional.of(timeout));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (EngineException.NotModified _) {
            // ended by itself meanwhile
        }
    }

    /** How long what it does takes. */
    public Timings timings() {
        return wiring.timings();
    }

    /** What it and its machine are. */
    public SystemReport report() {
        return SystemSurvey.system(
                options.dataRoot(),
                new SystemSurvey.Drivers(
                        containers().storageDriver(), options.cgroupDriver().word(), settings.get()),
                containers().list().stream().map(Container::state).toList(),
                images().list().size(),
                new DeviceRegistry(options.deviceFolders()));
    }

    @Override
    public void close() {
        collector.close();
        wiring.close();
    }
}
