package sampan.core.network;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import sampan.core.error.EngineException;
import sampan.core.network.address.Subnet;
import sampan.core.network.bridge.Bridges;
import sampan.core.network.cni.PluginList;
import sampan.core.network.cni.PluginNetworks;
import sampan.core.network.definition.Driver;
import sampan.core.network.definition.Network;
import sampan.core.network.definition.NetworkIds;
import sampan.core.network.definition.NetworkRequest;
import sampan.core.network.definition.NetworkRules;
import sampan.core.network.definition.NetworkStore;

/** The networks that there are: found by name or id, made, removed, and kept in files. Safe for use by several threads. */
final class NetworkBook implements AutoCloseable {
    private final Networks.Place place;
    private final NetworkStore store;
    private final InstantSource clock;
    private final Bridges bridges;
    private final Supplier<Set<String>> used;
    private final NetworkIds ids = new NetworkIds();
    private final Map<String, Network> byId = new ConcurrentHashMap<>();

    private NetworkBook(Networks.Place place, InstantSource clock, Bridges bridges, Supplier<Set<String>> used) {
        this.place = place;
        this.store = new NetworkStore(place.folder());
        this.clock = clock;
        this.bridges = bridges;
        this.used = used;
    }

    /**
     * Reads what is there.
     *
     * @param used ids of networks that somebody is on
     */
    static NetworkBook read(Networks.Place place, InstantSource clock, Bridges bridges, Supplier<Set<String>> used)
            throws IOException {
        NetworkBook book = new NetworkBook(place, clock, bridges, used);
        for (Network network : book.store.read()) {
            book.byId.put(network.id(), network);
        }
        book.single(Network.HOST, Driver.HOST);
        book.single(Network.NONE, Driver.NONE);
        return book;
    }

    private void single(String name, Driver driver) {
        String id = NetworkIds.predefined(place.rootId(), name);
        byId.put(id, Network.single(name, id, driver));
    }

    /** The network that a container is on which names none; its subnet is chosen when it is first asked for. */
    synchronized Network byDefault() {
        String id = NetworkIds.predefined(place.rootId(), Network.BRIDGE);
        Network known = byId.get(id);
        if (known != null && (used.get().contains(id) || (place.defaults().fits(known) && !clashes(known)))) {
            return known;
        }
        byId.remove(id);
        return add(place.defaults().request(), id, "");
    }

    /** The host has a route there by now that is not this network's: nobody asked for this subnet, so another one will do. */
    private boolean clashes(Network network) {
        try {
            if (isOurs(network)) {
                return false;
            }
            // The routes first: of a bridge that is made meanwhile they are this network's.
            Set<Subnet> used = bridges.usedByHost();
            return subnets(network).stream().anyMatch(subnet -> used.stream().anyMatch(subnet::overlaps))
                    && !isOurs(network)
                    && !bridges.isThere(network);
        } catch (IOException _) {
            return false;
        }
    }

    private boolean isOurs(Network network) {
        return bridges.isMade(network) || used.get().contains(network.id());
    }

    /** All of them, by name. */
    List<Network> list() {
        byDefault();
        return byId.values().stream()
                .sorted(Comparator.comparing(Network::name))
                .toList();
    }

    /** By name, whole id, or a beginning of an id that only one has. */
    Network find(String reference) {
        return lookup(reference).orElseThrow(() -> new EngineException.NotFound("network " + reference + " not found"));
    }

    /** Empty when there is none. */
    Optional<Network> lookup(String reference) {
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

    /** Whether it has been removed: of one that somebody is on since before this was asked, that is the last word. */
    boolean isGone(Network network) {
        return !network.isPredefined() && !has(network);
    }

    /** Not before a removal that is under way is done. */
    private synchronized boolean has(Network network) {
        return byId.containsKey(network.id());
    }

    Optional<Network> ofId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** All that are known now, in no order. */
    Map<String, Network> all() {
        return Map.copyOf(byId);
    }

    /** Makes a network; Conflict when there is one of that name. */
    synchronized Network create(NetworkRequest request, String owner) {
        boolean refers = !request.configOnly() && !request.configFrom().isNone();
        NetworkRequest whole = refers ? configured(request) : place.defaults().completed(request);
        NetworkRules.check(whole);
        if (byId.values().stream().anyMatch(network -> network.name().equals(request.name()))) {
            throw new EngineException.Conflict("network with name " + request.name() + " already exists");
        }
        return add(whole, ids.next(), owner);
    }

    private NetworkRequest configured(NetworkRequest request) {
        NetworkRules.checkReference(request);
        String wanted = request.configFrom().network();
        return byId.values().stream()
                .filter(network -> network.configOnly() && network.name().equals(wanted))
                .findFirst()
                .map(request::configuredBy)
                .orElseThrow(
                        () -> new EngineException.NotFound("configuration network \"" + wanted + "\" does not exist"));
    }

    private Network add(NetworkRequest request, String id, String owner) {
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
                            request,
                            id,
                            new NetworkRules.Used(
                                    allSubnets(),
                                    bridges.usedByHost(),
                                    place.defaults().pools())),
                    request.internal(),
                    request.attachable(),
                    request.configOnly(),
                    request.configFrom(),
                    request.driver().equals(Driver.CNI.word())
                            ? PluginList.completed(request.name(), request.options())
                            : request.options(),
                    request.labels(),
                    owner);
            if (made.hasCards()) {
                bridges.cards().check(made, byId.values());
            }
            if (made.hasPlugins()) {
                PluginNetworks.check(made);
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
                .filter(network -> !network.configOnly())
                .flatMap(network -> subnets(network).stream())
                .toList();
    }

    private static List<Subnet> subnets(Network network) {
        return network.ipam().config().stream()
                .map(pool -> Subnet.parse(pool.subnet()))
                .toList();
    }

    /**
     * Forgets one that nobody is on.
     *
     * @return what it was
     */
    synchronized Network remove(String reference) {
        Network network = find(reference);
        if (network.isPredefined()) {
            throw new EngineException.Forbidden(network.name() + " is a pre-defined network and cannot be removed");
        }
        boolean referred = byId.values().stream()
                .anyMatch(other -> other.configFrom().network().equals(network.name()));
        if (network.configOnly() && referred) {
            throw new EngineException.Forbidden(
                    "error while removing network: configuration network \"" + network.name() + "\" is in use");
        }
        if (used.get().contains(network.id())) {
            throw new EngineException.Forbidden("error while removing network: network " + network.name() + " id "
                    + network.id() + " has active endpoints");
        }
        try {
            store.remove(network);
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot remove network " + network.name(), e);
        }
        byId.remove(network.id());
        return network;
    }

    @Override
    public void close() {
        store.close();
    }
}
