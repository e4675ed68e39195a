package sampan.core.network;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sampan.core.config.NetworkLimit;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.event.EventType;
import sampan.core.event.Publisher;
import sampan.core.event.Subject;
import sampan.core.launch.Launch;
import sampan.core.network.bridge.Bridges;
import sampan.core.network.cni.PluginNetworks;
import sampan.core.network.definition.Network;
import sampan.core.network.definition.NetworkDefaults;
import sampan.core.network.definition.NetworkRequest;
import sampan.core.network.endpoint.Attachment;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.endpoint.EndpointSettings;
import sampan.core.network.endpoint.Running;
import sampan.core.network.firewall.Firewall;
import sampan.core.network.link.NameKeepers;
import sampan.core.network.link.NamespacePool;
import sampan.core.network.resolver.Naming;
import sampan.core.network.resolver.Resolvers;
import sampan.kernel.Fd;
import sampan.runtime.explain.Explanation;

/** The networks of an engine. Safe for use by several threads. */
public final class Networks implements AutoCloseable {
    private static final int SHORTEST_ID = 12;

    private final NetworkBook book;
    private final Publisher events;
    private final Bridges bridges;
    private final NamespacePool namespaces;
    private final PluginNetworks plugins;
    private final Attachments attachments;
    private final KernelView kernel;
    private final Resolvers resolvers;
    private final PlainNetworks plain = new PlainNetworks();
    /** What containers had that have ended, until it is taken away. */
    private final Map<String, Attachment> leaving = new ConcurrentHashMap<>();

    private Networks(Place place, Launch launch, InstantSource clock, Publisher events) throws IOException {
        this.events = events;
        Firewall firewall = new Firewall(place.rootId());
        bridges = new Bridges(place.rootId(), firewall);
        namespaces = new NamespacePool(launch, Thread::startVirtualThread);
        plugins = new PluginNetworks(place.folder());
        attachments = new Attachments(bridges, firewall, namespaces, plugins);
        book = NetworkBook.read(place, clock, bridges, attachments.holdings()::used);
        kernel = new KernelView(bridges, firewall, namespaces);
        resolvers = new Resolvers(
                namespaces,
                new NameKeepers(launch),
                attachments.holdings()::all,
                id -> book.ofId(id).filter(Network::internal).isPresent());
    }

    /**
     * Where networks are kept.
     *
     * @param rootId tells engines of one machine apart
     * @param folder of the networks' files, taken over
     * @param defaults of networks that say nothing themselves
     */
    public record Place(String rootId, Fd folder, NetworkDefaults defaults) {}

    /** Reads what is there; nothing is made in the kernel before somebody needs it. */
    public static Networks open(Place place, Launch launch, InstantSource clock, Publisher events) throws IOException {
        return new Networks(place, launch, clock, events);
    }

    private void tell(Network network, Action action, Map<String, String> more) {
        events.publish(
                new Subject(EventType.NETWORK, network.id(), Map.of("name", network.name(), "type", network.driver())),
                action,
                more);
    }

    /** The network that a container is on which names none; its subnet is chosen when it is first asked for. */
    public Network byDefault() {
        return book.byDefault();
    }

    /** All of them, by name. */
    public List<Network> list() {
        return book.list();
    }

    /** By name, whole id, or a beginning of an id that only one has. */
    public Network find(String reference) {
        return book.find(reference);
    }

    /** The same; empty when there is none. */
    public Optional<Network> lookup(String reference) {
        return book.lookup(reference);
    }

    /** Makes a network; Conflict when there is one of that name. */
    public synchronized Network create(NetworkRequest request) {
        return create(request, "");
    }

    /**
     * The same.
     *
     * @param owner of the new one
     */
    public synchronized Network create(NetworkRequest request, String owner) {
        Network made = book.create(request, owner);
        tell(made, Action.CREATE, Map.of());
        return made;
    }

    /** Removes one that nobody is on. */
    public synchronized void remove(String reference) {
        Network gone = book.remove(reference);
        attachments.forget(gone);
        bridges.remove(gone);
        tell(gone, Action.DESTROY, Map.of());
    }

    /** What keeps bridge networks from working on this host; empty: nothing. The default one is there afterwards. */
    public Optional<String> trouble(Collection<String> told) {
        return bridges.trouble(byDefault(), told);
    }

    /**
     * Joins a container that is about to start to the networks it wants: all of them, or it does not start.
     *
     * @return for the caller to close
     */
    public Joined join(Wish wish) throws IOException {
        List<Asked> asked = asked(wish);
        Joined joined = joined(wish, asked);
        name(wish, asked, joined);
        asked.forEach(one -> tell(one.network(), Action.CONNECT, Map.of("container", wish.container())));
        return joined;
    }

    /** One that was removed since it was found has its bridge again by now. */
    private Joined joined(Wish wish, List<Asked> asked) throws IOException {
        try {
            Joined joined = attachments.join(wish, asked);
            Optional<Network> gone = gone(asked).findFirst();
            if (gone.isPresent()) {
                joined.close();
                leave(wish.container());
                throw notFound(gone.get());
            }
            return joined;
        } catch (IOException | RuntimeException e) {
            gone(asked).forEach(bridges::remove);
            throw e;
        }
    }

    private static EngineException notFound(Network network) {
        return new EngineException.NotFound("network " + network.name() + " not found");
    }

    private Stream<Network> gone(List<Asked> asked) {
        return asked.stream().map(Asked::network).filter(book::isGone);
    }

    /** What {@link #join} asks of the kernel and of launch processes, in words. Nothing is asked. */
    public Explanation.Around explain(Wish wish) {
        return new JoinText(bridges, kernel.firewall()).of(wish, Attachments.ordered(asked(wish)));
    }

    private List<Asked> asked(Wish wish) {
        List<Asked> asked = new ArrayList<>();
        wish.networks().forEach((name, settings) -> asked.add(new Asked(find(name), settings)));
        return asked;
    }

    /** A container that is about to start is on {@code host} or {@code none}, until {@link #release}. */
    public void joinPlain(String container, String name) {
        Network network = find(name);
        plain.join(container, network);
        tell(network, Action.CONNECT, Map.of("container", container));
    }

    /** One that an earlier engine started is. */
    public void adoptPlain(String container, String name) {
        plain.join(container, find(name));
    }

    private void name(Wish wish, List<Asked> asked, Joined joined) throws IOException {
        Naming naming = new Naming(wish.container(), wish.own(), false, Map.of(), null);
        for (Asked one : asked) {
            naming = Resolvers.hasNames(one.network()) ? naming.joined(one.network(), one.settings()) : naming;
        }
        if (joined.namespace().isPresent()) {
            resolvers.begin(naming, joined.namespace().get());
        }
    }

    /** Names, and who answers for them. */
    public Resolvers resolvers() {
        return resolvers;
    }

    /** A running container on one network more, where it is called what {@code own} says. */
    public Attachment connect(Running running, Naming.Own own, Network network, EndpointSettings settings)
            throws IOException {
        Attachment now = connected(running, new Asked(network, settings));
        resolvers.connected(running, own, network, settings);
        tell(network, Action.CONNECT, Map.of("container", running.container()));
        return now;
    }

    private Attachment connected(Running running, Asked asked) throws IOException {
        String container = running.container();
        try {
            Attachment now = attachments.changes().connect(container, running.pid(), asked);
            if (book.isGone(asked.network())) {
                attachments.changes().disconnect(container, running.pid(), asked.network());
                throw notFound(asked.network());
            }
            return now;
        } catch (IOException | RuntimeException e) {
            gone(List.of(asked)).forEach(bridges::remove);
            throw e;
        }
    }

    /** A running container with another limit. */
    public void limit(Running running, NetworkLimit limit) throws IOException {
        attachments.changes().limit(running.container(), running.pid(), limit);
    }

    /**
     * A running container with other ports.
     *
     * @return all that it has now
     */
    public Attachment republish(Wish wish, PortChange change) throws IOException {
        return attachments.changes().republish(wish, change, this::find);
    }

    /**
     * A running container on one network less.
     *
     * @return all that it has now; empty when it was not on it
     */
    public Optional<Attachment> disconnect(String container, int pid, Network network) throws IOException {
        Optional<Attachment> now = attachments.changes().disconnect(container, pid, network);
        if (now.isPresent()) {
            resolvers.disconnected(container, network);
            tell(network, Action.DISCONNECT, Map.of("container", container));
        }
        return now;
    }

    /** Its process has ended: addresses and ports are free for others at once. */
    public void release(String container) {
        resolvers.end(container);
        plain.leave(container).ifPresent(network -> tell(network, Action.DISCONNECT, Map.of("container", container)));
        attachments.holdings().leave(container).ifPresent(left -> {
            leaving.put(container, left);
            left.endpoints()
                    .forEach(endpoint -> book.ofId(endpoint.network())
                            .ifPresent(network -> tell(network, Action.DISCONNECT, Map.of("container", container))));
        });
    }

    /** Nothing is left of it in the kernel. */
    public void leave(String container) {
        release(container);
        Optional.ofNullable(leaving.remove(container)).ifPresent(attachments::clear);
    }

    /** A container runs that an earlier engine started; {@link #settle} follows when all are known. */
    public void adopt(Attachment attachment) {
        attachments.adopt(attachment, book.all());
    }

    /** The same of its names. */
    public void adopt(Naming naming) {
        resolvers.adopt(naming);
    }

    /**
     * After all that runs is known: the kernel has what is needed for it, and nothing else.
     *
     * @param pids of the containers' first processes
     */
    public void settle(Map<String, Integer> pids) throws IOException {
        Set<String> used = attachments.holdings().used();
        bridges.sweep(book.all().values(), used, attachments.hostLinks());
        for (String id : used) {
            Optional<Network> network = book.ofId(id);
            if (network.isPresent()) {
                attachments.mend(network.get());
            }
        }
        plugins.settle(pids);
        resolvers.settle(pids);
    }

    /** Whether a running container is on the network of this name or id. */
    public boolean isOn(String container, String network) {
        return attachment(container).stream()
                .flatMap(one -> one.endpoints().stream())
                .anyMatch(endpoint -> endpoint.name().equals(network)
                        || (network.length() >= SHORTEST_ID
                                && endpoint.network().startsWith(network)));
    }

    /** What a running container has; empty when it has nothing of any network. */
    public Optional<Attachment> attachment(String container) {
        return attachments.holdings().of(container);
    }

    /** What the kernel says. */
    public KernelView kernel() {
        return kernel;
    }

    /** What each running container on a network has of it, by the container's id. */
    public Map<String, Endpoint> endpoints(Network network) {
        Map<String, Endpoint> all = new LinkedHashMap<>();
        attachments.holdings().all().stream()
                .sorted(Comparator.comparing(Attachment::container))
                .forEach(attachment -> attachment
                        .endpoint(network.id())
                        .ifPresent(endpoint -> all.put(attachment.container(), endpoint)));
        plain.show(network, all);
        return all;
    }

    /**
     * The settings of a container's networks as {@code inspect} shows them.
     *
     * @param started whether it has ever been on them: then their ids are shown
     */
    public Map<String, EndpointSettings> settings(
            String container, Map<String, EndpointSettings> asked, boolean started) {
        Optional<Attachment> attachment = attachments.holdings().of(container);
        Map<String, EndpointSettings> all = new LinkedHashMap<>();
        Set<String> names = new HashSet<>(asked.keySet());
        attachment.ifPresent(one -> one.endpoints().forEach(endpoint -> names.add(endpoint.name())));
        for (String name : names.stream().sorted().collect(Collectors.toList())) {
            EndpointSettings wanted = asked.getOrDefault(name, EndpointSettings.ANY);
            String id = book.lookup(name).map(Network::id).orElse("");
            Endpoint had = attachment
                    .flatMap(one -> one.endpoint(id))
                    .or(() -> plain.endpoint(container, id))
                    .orElse(null);
            List<String> called = had == null
                    ? List.of()
                    : resolvers.of(container).map(one -> one.names(id)).orElse(List.of());
            all.put(name, wanted.with(had == null && !started ? "" : id, had, called.isEmpty() ? null : called));
        }
        return all;
    }

    /** What nobody uses is taken away; what runs goes on. */
    @Override
    public void close() {
        resolvers.close();
        attachments.close();
        namespaces.close();
        Set<String> used = attachments.holdings().used();
        for (Network network : book.all().values()) {
            if (!used.contains(network.id()) && bridges.isMade(network)) {
                bridges.remove(network);
            }
        }
        bridges.close();
        plugins.close();
        book.close();
    }
}
