package sampan.core.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import sampan.core.caller.Caller;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.container.cgroup.ContainerCgroups;
import sampan.core.container.network.Links;
import sampan.core.container.start.Parts;
import sampan.core.container.start.Spare;
import sampan.core.container.start.Spares;
import sampan.core.container.state.ContainerFolder;
import sampan.core.container.state.ContainerName;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
import sampan.core.container.state.CreateRequest;
import sampan.core.container.state.Draft;
import sampan.core.container.state.Ids;
import sampan.core.container.state.NameGenerator;
import sampan.core.container.state.Peers;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.exec.Exec;
import sampan.core.image.ImageUse;
import sampan.core.image.catalogue.Image;
import sampan.core.network.endpoint.EndpointSettings;
import sampan.core.plan.ConfigRules;
import sampan.core.plan.ImageDefaults;
import sampan.core.plan.Modes;
import sampan.core.plan.MountPoint;
import sampan.core.policy.Access;
import sampan.core.policy.HarmlessRequest;
import sampan.core.volume.Volume;
import sampan.core.volume.VolumeArchive;
import sampan.kernel.Fd;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.oci.spec.Spec;

/** The containers of an engine. */
public final class Containers implements AutoCloseable {
    private final Parts parts;
    private final Spares spares;
    private final Ids ids;
    private final NameGenerator names;
    private final Map<String, Life> byId;
    private final Map<String, String> idByName;
    /** Images that containers are being made of, by a mark of the making. */
    private final Map<String, String> coming;

    private final Departed departed;
    private final Life.Index index;
    private final Access access;

    private Containers(Parts parts) {
        this.parts = parts;
        this.spares = new Spares(parts);
        this.ids = new Ids();
        this.names = new NameGenerator(RandomGenerator.getDefault());
        this.byId = new ConcurrentHashMap<>();
        this.idByName = new ConcurrentHashMap<>();
        this.coming = new ConcurrentHashMap<>();
        this.departed = new Departed();
        this.index = new Index();
        this.access = Access.ALL;
    }

    private Containers(Containers all, Access access) {
        this.parts = all.parts;
        this.spares = all.spares;
        this.ids = all.ids;
        this.names = all.names;
        this.byId = all.byId;
        this.idByName = all.idByName;
        this.coming = all.coming;
        this.departed = all.departed;
        this.index = all.index;
        this.access = access;
    }

    /** The same containers as somebody has them who may not do everything. */
    public Containers as(Access somebody) {
        return new Containers(this, somebody);
    }

    /** Removes what was made for containers that were never asked for. Containers run on. */
    @Override
    public void close() {
        byId.values().forEach(Life::rest);
        spares.close();
    }

    /** How their file systems are kept, in Docker's word. */
    public String storageDriver() {
        return parts.roots().driver();
    }

    /** Finds what is on disk, adopts what runs, and clears away what a killed engine left. */
    public static Containers open(Parts parts) {
        Containers containers = new Containers(parts);
        new Adoption(parts, containers.index).adopt().forEach(life -> {
            containers.byId.put(life.id(), life);
            containers.idByName.put(life.record().name(), life.id());
            if (life.isGone()) { // ended while it was being adopted
                containers.index.forget(life);
            }
        });
        parts.volumes()
                .adopt(containers.byId.values().stream()
                        .filter(Life::isRunning)
                        .map(Life::record)
                        .toList());
        parts.roots().removedImages().forEach(containers::releaseImage);
        return containers;
    }

    /** Of all containers: what is joined at a start was found by its owner when it was asked for. */
    private final class Index implements Life.Index {
        @Override
        public void take(String name, Life life) {
            ContainerName.refuseTaken(name, idByName.putIfAbsent(name, life.id()));
        }

        @Override
        public void free(String name, Life life) {
            idByName.remove(name, life.id());
        }

        @Override
        public void forget(Life life) {
            departed.add(life.record());
            byId.remove(life.id());
            idByName.remove(life.record().name(), life.id());
            life.record().images().forEach(Containers.this::releaseImage);
        }

        @Override
        public Stream<Life> all() {
            return byId.values().stream();
        }

        @Override
        public Peers.Peer find(String reference) {
            return lookup(reference).asPeer();
        }
    }

    private void releaseImage(String image) {
        parts.roots()
                .containerGone(
                        image,
                        () -> coming.containsValue(image)
                                || byId.values().stream()
                                        .anyMatch(life -> life.record().needs(image)));
    }

    /** Who needs an image: those that are there, and those that are being made. */
    public List<ImageUse> uses(String image) {
        return Stream.concat(
                        byId.values().stream()
                                .filter(life -> life.record().needs(image))
                                .map(life -> new ImageUse(life.id(), life.state() instanceof ContainerState.Running)),
                        coming.entrySet().stream()
                                .filter(made -> made.getValue().equals(image))
                                .map(made -> new ImageUse(made.getKey(), false)))
                .toList();
    }

    /** All, youngest first. */
    public List<Container> list() {
        return byId.values().stream()
                .filter(life -> access.lists(life.record().owner()))
                .sorted(Comparator.comparing((Life life) -> life.record().created())
                        .reversed())
                .map(this::container)
                .toList();
    }

    /** Whether a running container is on the network of this name or id. */
    public boolean isOnNetwork(String id, String network) {
        return parts.networks().isOn(id, network);
    }

    /** By name, whole id, or a beginning of an id that only one has. */
    public Container find(String reference) {
        return container(lookup(reference));
    }

    private Container container(Life life) {
        return new Container(parts, index, life, access);
    }

    /** Whether an event of this container is for this caller to hear. */
    public boolean shows(String id) {
        Life life = byId.get(id);
        return access.finds(life == null ? departed.owner(id) : life.record().owner());
    }

    /** The ids of an image and of those that were made on top of it; none when there is no such image. */
    public Set<String> imagesFrom(String reference) {
        return parts.roots().descendants(reference);
    }

    /** A volume's files as containers have them: one with driver options is mounted meanwhile. */
    public void openVolume(Volume volume, VolumeArchive.Work work) throws IOException {
        parts.volumes().open(volume, work);
    }

    /** A process that was added to any container, by its whole id. */
    public Exec findExec(String id) {
        return byId.values().stream()
                .filter(life -> access.finds(life.record().owner()))
                .flatMap(life -> life.execs().find(id).stream()
                        .peek(_ -> access.check(life.record().owner())))
                .findFirst()
                .orElseThrow(() -> new EngineException.NotFound("No such exec instance: " + id));
    }

    private Life lookup(String reference) {
        Life found = search(reference);
        access.check(found.record().owner());
        return found;
    }

    private Life search(String reference) {
        String name = reference.startsWith("/") ? reference.substring(1) : reference;
        String id = byId.containsKey(reference) ? reference : idByName.getOrDefault(name, "");
        Life life = byId.get(id);
        if (life != null && access.finds(life.record().owner())) {
            return life;
        }
        List<Life> matching = reference.isEmpty()
                ? List.of()
                : byId.values().stream()
                        .filter(candidate -> candidate.id().startsWith(reference)
                                && access.finds(candidate.record().owner()))
                        .limit(2)
                        .toList();
        if (matching.size() > 1) {
            throw new EngineException.InvalidArgument("multiple IDs found with provided prefix: " + reference);
        }
        if (matching.isEmpty()) {
            throw new EngineException.NotFound("No such container: " + reference);
        }
        return matching.getFirst();
    }

    /** Makes a container and does not start it. */
    public Creation create(CreateRequest asked) {
        CreateRequest request = new HarmlessRequest(access.rights())
                .checked(
                        asked,
                        name -> parts.networks().find(name).name(),
                        other -> lookup(other).id());
        String mark = ids.next();
        Image image = parts.roots()
                .claim(
                        request.config().image(),
                        found -> coming.put(mark, found.id().toString()));
        try {
            return create(request, image);
        } finally {
            coming.remove(mark);
            releaseImage(image.id().toString());
        }
    }

    private Creation create(CreateRequest request, Image image) {
        ContainerConfig merged =
                ImageDefaults.merge(request.config(), image.config().config());
        ImageDefaults.command(merged);
        ConfigRules.Checked checked =
                ConfigRules.check(merged, request.hostConfig(), parts.machine().facts());
        // A spare's cgroup is below the usual parent.
        boolean usual = checked.host().resources().cgroupParent().isEmpty();
        Optional<Spare> spare = usual ? spares.take() : Optional.empty();
        String id = spare.map(Spare::id).orElseGet(ids::next);
        String name = "";
        try {
            name = takeName(request.name(), id);
            CreateRequest complete = new CreateRequest(
                    name,
                    merged.toBuilder()
                            .hostname(hostname(merged, checked.host(), id))
                            .build(),
                    checked.host(),
                    networks(checked, request),
                    request.owner());
            return create(id, image.id().toString(), complete, checked, spare);
        } catch (RuntimeException e) {
            idByName.remove(name, id);
            spare.ifPresent(spares::discard);
            throw e;
        } catch (IOException e) {
            idByName.remove(name, id);
            spare.ifPresent(spares::discard);
            throw new EngineException.SystemError("cannot create container " + name, e);
        }
    }

    private Map<String, EndpointSettings> networks(ConfigRules.Checked checked, CreateRequest request) {
        return parts.containerNetworks().named(checked.host().namespaces().networkMode(), request.networks());
    }

    private Creation create(
            String id, String image, CreateRequest complete, ConfigRules.Checked checked, Optional<Spare> spare)
            throws IOException {
        Links.check(checked.host(), index);
        Optional<CgroupPlan> cgroups =
                parts.cgroups().plan(id, checked.host().resources().cgroupParent(), checked.limits());
        List<MountPoint> mounts = new Mounting(parts, access)
                .provide(
                        complete.config(),
                        checked.host().storage(),
                        other -> lookup(other).record());
        ContainerRecord.Birth birth = new ContainerRecord.Birth(
                id, parts.machine().clock().instant(), parts.machine().bootId());
        ContainerRecord record = ContainerRecord.fresh(birth, image, complete, mounts);
        try {
            Life life = make(record, spare);
            byId.put(id, life);
            life.news().tell(Action.CREATE);
            List<String> warnings = new ArrayList<>(checked.warnings());
            cgroups.ifPresent(plan -> plan.unsupported().forEach(limit -> warnings.add(limit.warning())));
            warnings.addAll(parts.containerNetworks().warnings(checked.host(), complete.networks()));
            return new Creation(container(life), warnings);
        } catch (IOException | RuntimeException e) {
            parts.volumes().removeAnonymous(mounts);
            throw e;
        }
    }

    private Life make(ContainerRecord record, Optional<Spare> spare) throws IOException {
        if (spare.isEmpty()) {
            parts.roots().prepare(record);
        }
        try (Fd folder = ContainerFolder.make(parts.places().containers(), record.id())) {
            record.mounts().forEach(mount -> parts.volumes().populate(mount, record));
            ContainerFolder.writeRecord(folder, record, !record.autoRemove());
            Life life = new Life(parts, index, record);
            spare.ifPresent(life::madeOf);
            spares.refill();
            return life;
        } catch (IOException | RuntimeException e) {
            parts.roots().remove(record.id());
            ContainerFolder.remove(parts.places().containers(), record.id());
            throw e;
        }
    }

    /**
     * Takes away a link of a container on the usual network; both containers stay.
     *
     * @param name the container's, and the alias it has for the other one: {@code web/db}
     */
    public void unlink(String name) {
        Unlinking.remove(parts, index, name, this::lookup);
    }

    /** How a container of an image would be started, if it were made: nothing stays of it. For {@code explain}. */
    public Draft draft(CreateRequest request, Caller caller) {
        return new Sketch(parts, index).draft(request, caller);
    }

    /** The cgroup a runtime would make for a bundle, with its limits; nothing is made. For {@code explain}. */
    public ContainerCgroups.Sketched limits(String id, Spec spec) {
        return parts.cgroups().sketch(id, spec);
    }

    private String takeName(String asked, String id) {
        if (asked.isEmpty()) {
            String name = names.next(idByName::containsKey);
            return idByName.putIfAbsent(name, id) == null ? name : takeName(asked, id);
        }
        String name = ContainerName.parse(asked);
        ContainerName.refuseTaken(name, idByName.putIfAbsent(name, id));
        return name;
    }

    /** A container in the host's network is called as the host is; others by the beginning of their id. */
    private String hostname(ContainerConfig config, HostConfig host, String id) {
        if (!config.hostname().isEmpty()) {
            return config.hostname();
        }
        var modes = host.namespaces();
        boolean shared = Modes.isHost(modes.networkMode()) || Modes.isHost(modes.utsMode());
        return Modes.container(modes.networkMode())
                .map(other -> lookup(other).record().config().hostname())
                .orElse(shared ? parts.machine().facts().hostname() : Ids.shortened(id));
    }
}
