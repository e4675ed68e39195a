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
import sampan.core.config.NetworkLimit;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.event.EventType;
import sampan.core.event.Publisher;
import sampan.core.event.Subject;
import sampan.core.launch.Launch;
import sampan.core.network.address.Subnet;
import sampan.core.network.firewall.Firewall;
import sampan.core.network.link.NameKeepers;
import sampan.core.network.link.NamespacePool;
import sampan.kernel.Fd;

/** The networks of an engine. Safe for use by several threads. */
public final class Networks implements AutoCloseable {
    private final String rootId;
    private final NetworkDefaults defaults;
    private final NetworkStore store;
    private final InstantSource clock;
    private final Publisher events;
    private final Bridges bridges;
    private final NamespacePool namespaces;
    private final Attachments attachments;
    private final KernelView kernel;
    private final Resolvers resolvers;
    private final NetworkIds ids = new NetworkIds();
    private final Map<String, Network> byId = new ConcurrentHashMap<>();
    /** What containers had that have ended, until it is taken away. */
    private final Map<String, Attachment> leaving = new ConcurrentHashMap<>();

    private Networks(Place place, Launch launch, InstantSource clock, Publisher events) {
        this.rootId = place.rootId();
        this.defaults = place.defaults();
        this.store = new NetworkStore(place.folder());
        this.clock = clock;
        this.events = events;
        Firewall firewall = new Firewall(rootId);
        bridges = new Bridges(rootId, firewall);
        namespaces = new NamespacePool(launch, Thread::startVirtualThread);
        attachments = new Attachments(bridges, firewall, namespaces);
        kernel = new KernelView(bridges, firewall, namespaces);
        resolvers = new Resolvers(
                namespaces,
                new NameKeepers(launch),
                attachments::all,
                id -> Optional.ofNullable(byId.get(id))
                        .filter(Network::internal)
                        .isPresent());
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
        Networks networks = new Networks(place, launch, clock, events);
        for (Network network : networks.store.read()) {
            networks.byId.put(network.id(), network);
        }
        networks.predefine();
        return networks;
    }

    private void predefine() {
        single(Network.HOST, Driver.HOST);
        single(Network.NONE, Driver.NONE);
    }

    private void single(String name, Driver driver) {
        String id = NetworkIds.predefined(rootId, name);
        byId.put(id, Network.single(name, id, driver));
    }

    /** The network that a container is on which names none; its subnet is chosen when it is first asked for. */
    public synchronized Network byDefault() {
        String id = NetworkIds.predefined(rootId, Network.BRIDGE);
        Network known = byId.get(id);
        if (known != null && (attachments.used().contains(id) || (defaults.fits(known) && !clashes(known)))) {
            return known;
        }
        byId.remove(id);
        return add(defaults.request(), id);
    }

    /** The host has a route there by now that is not this network's: nobody asked for this subnet, so another one will do. */
    private boolean clashes(Network network) {
        try {
            if (bridges.isMade(network) || attachments.used().contains(network.id()) || bridges.isThere(network)) {
                return false;
            }
            Set<Subnet> used = bridges.usedByHost();
            return subnets(network).stream().anyMatch(subnet -> used.stream().anyMatch(subnet::overlaps));
        } catch (IOException _) {
            return false;
        }
    }

    /** All of them, by name. */
    public List<Network> list() {
        byDefault();
        return byId.values().stream()
                .sorted(Comparator.comparing(Network::name))
                .toList();
    }

    /** By name, whole id, or a beginning of an id that only one has. */
    public Network find(String reference) {
        return lookup(reference).orElseThrow(() -> new EngineException.NotFound("network " + reference + " not found"));
    }

    private Optional<Network> lookup(String reference) {
        if (reference.equals(Network.BRIDGE) || reference.equals("default")) {
            return Optional.of(byDefault());
        }
        Network whole = byId.get(reference);
        Optional<Network> named = byId.values().stream()
                .filter(network -> network.name().equals(reference))
                .findFirst();
        if (whole != null || named.isPresent()) {
            return Optional.ofNullable(whole).or(() -> named);
        }
        List<Network> matching = reference.isEmpty()
                ? List.of()
                : byId.values().stream()
                        .filter(network -> network.id().startsWith(reference))
                        .toList();
        if (matching.size() > 1) {
            throw new EngineException.InvalidArgument("network " + reference + " is ambiguous (" + matching.size()
                    + " matches found based on ID prefix)");
        }
        return matching.stream().findFirst();
    }

    /** Makes a network; Conflict when there is one of that name. */
    public synchronized Network create(NetworkRequest request) {
        NetworkRules.check(request);
        if (byId.values().stream().anyMatch(network -> network.name().equals(request.name()))
                || request.name().equals(Network.BRIDGE)) {
            throw new EngineException.Conflict("network with name " + request.name() + " already exists");
        }
        Network made = add(request, ids.next());
        tell(made, Action.CREATE, Map.of());
        return made;
    }

    private Network add(NetworkRequest request, String id) {
        try {
            Network made = new Network(
                    request.name(),
                    id,
                    clock.instant().toString(),
                    "local",
                    request.driver(),
                    NetworkRules.hasV4(request),
                    NetworkRules.hasV6(request),
                    NetworkRules.ipam(
                            request, id, new NetworkRules.Used(allSubnets(), bridges.usedByHost(), defaults.pools())),
                    request.internal(),
                    request.attachable(),
                    request.options(),
                    request.labels());
            if (Cards.isOf(made)) {
                bridges.cards().check(made, byId.values());
            }
            store.write(made);
            byId.put(id, made);
            return made;
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot create network " + request.name(), e);
        }
    }

    private List<Subnet> allSubnets() {
        return byId.values().stream()
                .flatMap(network -> subnets(network).stream())
                .toList();
    }

    private static List<Subnet> subnets(Network network) {
        return network.ipam().config().stream()
                .map(pool -> Subnet.parse(pool.subnet()))
                .toList();
    }

    /** Removes one that nobody is on. */
    public synchronized void remove(String reference) {
        Network network = find(reference);
        if (network.isPredefined()) {
            throw new EngineException.Forbidden(network.name() + " is a pre-defined network and cannot be removed");
        }
        if (attachments.used().contains(network.id())) {
            throw new EngineException.Forbidden("error while removing network: network " + network.name() + " id "
                    + network.id() + " has active endpoints");
        }
        try {
            store.remove(network);
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot remove network " + network.name(), e);
        }
        byId.remove(network.id());
        attachments.forget(network);
        bridges.remove(network);
        tell(network, Action.DESTROY, Map.of());
    }

    private void tell(Network network, Action action, Map<String, String> more) {
        events.publish(
                new Subject(EventType.NETWORK, network.id(), Map.of("name", network.name(), "type", network.driver())),
                action,
                more);
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
        List<Attachments.Asked> asked = new ArrayList<>();
        wish.networks().forEach((name, settings) -> asked.add(new Attachments.Asked(find(name), settings)));
        Joined joined = attachments.join(wish, asked);
        name(wish, asked, joined);
        asked.forEach(one -> tell(one.network(), Action.CONNECT, Map.of("container", wish.container())));
        return joined;
    }

    private void name(Wish wish, List<Attachments.Asked> asked, Joined joined) throws IOException {
        Naming naming = new Naming(wish.container(), wish.own(), false, Map.of(), null);
        for (Attachments.Asked one : asked) {
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
        String container = running.container();
        Attachment now = attachments.connect(container, running.pid(), new Attachments.Asked(network, settings));
        resolvers.connected(running, own, network, settings);
        tell(network, Action.CONNECT, Map.of("container", container));
        return now;
    }

    /** A container and its first process. */
    public record Running(String container, int pid) {}

    /** A running container with another limit. */
    public void limit(Running running, NetworkLimit limit) throws IOException {
        attachments.limit(running.container(), running.pid(), limit);
    }

    /** A running container with other ports. @return all that it has now */
    public Attachment republish(Wish wish, PortChange change) throws IOException {
        return attachments.republish(wish, change, this::find);
    }

    /** A running container on one network less. @return all that it has now; empty when it was not on it */
    public Optional<Attachment> disconnect(String container, int pid, Network network) throws IOException {
        Optional<Attachment> now = attachments.disconnect(container, pid, network);
        if (now.isPresent()) {
            resolvers.disconnected(container, network);
            tell(network, Action.DISCONNECT, Map.of("container", container));
        }
        return now;
    }

    /** Its process has ended: addresses and ports are free for others at once. */
    public void release(String container) {
        resolvers.end(container);
        attachments.leave(container).ifPresent(left -> {
            leaving.put(container, left);
            left.endpoints()
                    .forEach(endpoint -> Optional.ofNullable(byId.get(endpoint.network()))
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
        attachments.adopt(attachment, byId);
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
        Set<String> used = attachments.used();
        bridges.sweep(byId.values(), used, attachments.hostLinks());
        for (String id : used) {
            Network network = byId.get(id);
            if (network != null) {
                attachments.mend(network);
            }
        }
        resolvers.settle(pids);
    }

    /** What a running container has; empty when it has nothing of any network. */
    public Optional<Attachment> attachment(String container) {
        return attachments.of(container);
    }

    /** What the kernel says. */
    public KernelView kernel() {
        return kernel;
    }

    /** What each running container on a network has of it, by the container's id. */
    public Map<String, Endpoint> endpoints(Network network) {
        Map<String, Endpoint> all = new LinkedHashMap<>();
        attachments.all().stream()
                .sorted(Comparator.comparing(Attachment::container))
                .forEach(attachment -> attachment
                        .endpoint(network.id())
                        .ifPresent(endpoint -> all.put(attachment.container(), endpoint)));
        return all;
    }

    /** The settings of a container's networks as {@code inspect} shows them. */
    public Map<String, EndpointSettings> settings(String container, Map<String, EndpointSettings> asked) {
        Optional<Attachment> attachment = attachments.of(container);
        Map<String, EndpointSettings> all = new LinkedHashMap<>();
        Set<String> names = new HashSet<>(asked.keySet());
        attachment.ifPresent(one -> one.endpoints().forEach(endpoint -> names.add(endpoint.name())));
        for (String name : names.stream().sorted().collect(Collectors.toList())) {
            EndpointSettings wanted = asked.getOrDefault(name, EndpointSettings.ANY);
            String id = lookup(name).map(Network::id).orElse("");
            Endpoint had = attachment.flatMap(one -> one.endpoint(id)).orElse(null);
            List<String> called = had == null
                    ? List.of()
                    : resolvers.of(container).map(one -> one.names(id)).orElse(List.of());
            all.put(name, wanted.with(had == null ? "" : id, had, called.isEmpty() ? null : called));
        }
        return all;
    }

    /** What nobody uses is taken away; what runs goes on. */
    @Override
    public void close() {
        resolvers.close();
        attachments.close();
        namespaces.close();
        Set<String> used = attachments.used();
        for (Network network : byId.values()) {
            if (!used.contains(network.id()) && bridges.isMade(network)) {
                bridges.remove(network);
            }
        }
        bridges.close();
        store.close();
    }
}
