package sampan.core.network;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sampan.core.config.NetworkLimit;
import sampan.core.error.EngineException;
import sampan.core.network.firewall.Firewall;
import sampan.core.network.link.BridgeLinks;
import sampan.core.network.link.CardLinks;
import sampan.core.network.link.DeadLinks;
import sampan.core.network.link.NamespacePool;
import sampan.core.network.link.PreparedNamespace;
import sampan.core.network.port.BoundPort;
import sampan.core.network.port.HostPorts;
import sampan.core.network.port.PortRequest;

/** What running containers have of networks: given at their start, kept while they run, taken back at their end. */
final class Attachments implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Attachments.class.getName());

    private final Bridges bridges;
    private final Firewall firewall;
    private final NamespacePool namespaces;
    private final Endpoints addresses = new Endpoints();
    private final Plugs plugs;
    private final ReadyEndpoints ready;
    private final DeadLinks dead;
    private final HostPorts ports = new HostPorts();
    private final Map<String, Attachment> attached = new ConcurrentHashMap<>();

    Attachments(Bridges bridges, Firewall firewall, NamespacePool namespaces) {
        this.bridges = bridges;
        this.firewall = firewall;
        this.namespaces = namespaces;
        plugs = new Plugs(bridges, this::hostLinks);
        ready = new ReadyEndpoints(addresses, plugs, bridges, namespaces, Thread::startVirtualThread);
        dead = new DeadLinks(link -> bridges.links().delete(link), Thread::startVirtualThread);
    }

    /** A network and what is asked of it. */
    record Asked(Network network, EndpointSettings settings) {}

    /** Joins a container that is about to start to networks, all of them or none. */
    Joined join(Wish wish, List<Asked> asked) throws IOException {
        List<Asked> ordered = asked.stream()
                .sorted(Comparator.comparingInt((Asked one) -> -one.settings().gwPriority())
                        .thenComparing(one -> one.network().name()))
                .toList();
        for (Asked one : ordered) {
            bridges.ensure(one.network(), new ArrayList<>());
        }
        Optional<ReadyEndpoints.Ready> made = ready(ordered);
        PreparedNamespace namespace = made.map(ReadyEndpoints.Ready::namespace).orElse(null);
        try {
            Attachment attachment = reserve(wish, ordered, made.map(ReadyEndpoints.Ready::endpoint));
            if (namespace == null) {
                namespace = namespaces.take(attachment.endpoints().stream()
                        .anyMatch(endpoint -> endpoint.v6().isSomewhere()));
                for (int i = 0; i < ordered.size(); i++) {
                    plugs.plug(ordered.get(i).network(), attachment.endpoints().get(i), namespace);
                }
                namespaces.refill();
            }
            if (!wish.limit().isNone()) {
                Shaping.apply(wish.limit(), attachment, namespace);
            }
            firewall.publish(attachment.forwardings(), attachment.callers());
            if (hasReady(ordered)) {
                ready.refill(ordered.getFirst().network());
            }
            return new Joined(attachment, Optional.of(namespace));
        } catch (IOException | RuntimeException e) {
            leave(wish.container());
            if (namespace != null) {
                namespace.close();
            }
            throw e;
        }
    }

    /** A card is made in no time, and one of it takes an address on somebody else's network. */
    private static boolean hasReady(List<Asked> asked) {
        return asked.size() == 1 && !Cards.isOf(asked.getFirst().network());
    }

    /** What there is already of what is asked for. */
    private Optional<ReadyEndpoints.Ready> ready(List<Asked> asked) {
        return hasReady(asked) && asked.getFirst().settings().takesAnyAddress()
                ? ready.take(asked.getFirst().network())
                : Optional.empty();
    }

    /** Addresses and ports. */
    private synchronized Attachment reserve(Wish wish, List<Asked> asked, Optional<Endpoint> made) {
        List<Endpoint> endpoints = new ArrayList<>();
        made.ifPresent(endpoints::add);
        try {
            for (Asked one : asked.subList(endpoints.size(), asked.size())) {
                endpoints.add(address(one, endpoints.size()));
            }
            int way = wayOut(asked);
            if (way >= 0) {
                endpoints.set(way, endpoints.get(way).asDefaultRoute(true));
            }
            List<BoundPort> bound = way < 0 || Cards.isOf(asked.get(way).network())
                    ? List.of()
                    : publish(wish, asked.get(way).network(), endpoints.get(way));
            Attachment attachment = new Attachment(wish.container(), endpoints, bound, wish.hostCaller());
            attached.put(wish.container(), attachment);
            return attachment;
        } catch (RuntimeException e) {
            endpoints.forEach(addresses::release);
            throw e;
        }
    }

    /** What is set aside is had before anybody goes without. */
    private Endpoint address(Asked asked, int number) {
        try {
            return addresses.take(asked.network(), asked.settings(), number);
        } catch (EngineException e) {
            if (!ready.drop(asked.network())) {
                throw e;
            }
            return addresses.take(asked.network(), asked.settings(), number);
        }
    }

    /** The first that leads anywhere; -1: none. */
    private static int wayOut(List<Asked> ordered) {
        for (int i = 0; i < ordered.size(); i++) {
            if (!ordered.get(i).network().internal()) {
                return i;
            }
        }
        return -1;
    }

    private List<BoundPort> publish(Wish wish, Network network, Endpoint endpoint) {
        List<PortRequest> requests =
                PortPlan.of(wish, endpoint, network.driverOptions().hostBinding());
        try {
            return ports.take(wish.container(), requests);
        } catch (EngineException.StartFailure e) {
            throw new EngineException.StartFailure(
                    e.exitCode(),
                    "driver failed programming external connectivity on endpoint " + wish.name() + " (" + endpoint.id()
                            + "): " + e.getMessage());
        }
    }

    private Set<String> hostLinks(String network) {
        return endpoints(network).map(Endpoint::hostLink).collect(Collectors.toSet());
    }

    private Stream<Endpoint> endpoints(String network) {
        return attached.values().stream().flatMap(one -> one.endpoint(network).stream());
    }

    /** A running container on one network more. */
    Attachment connect(String container, int pid, Asked asked) throws IOException {
        bridges.ensure(asked.network(), new ArrayList<>());
        Attachment before = of(container).orElse(Attachment.none(container));
        boolean first = before.endpoints().stream().noneMatch(Endpoint::defaultRoute);
        Endpoint endpoint = address(asked, freeNumber(before.endpoints()))
                .asDefaultRoute(first && !asked.network().internal());
        try (PreparedNamespace namespace = namespaces.join(pid, endpoint.v6().isSomewhere())) {
            plugs.plug(asked.network(), endpoint, namespace);
        } catch (IOException | RuntimeException e) {
            addresses.release(endpoint);
            throw e;
        }
        List<Endpoint> endpoints = new ArrayList<>(before.endpoints());
        endpoints.add(endpoint);
        return become(before, endpoints, before.ports());
    }

    private static int freeNumber(List<Endpoint> endpoints) {
        int number = 0;
        while (taken(endpoints, "eth" + number)) {
            number++;
        }
        return number;
    }

    private static boolean taken(List<Endpoint> endpoints, String link) {
        return endpoints.stream().anyMatch(endpoint -> endpoint.link().equals(link));
    }

    private Attachment become(Attachment before, List<Endpoint> endpoints, List<BoundPort> bound) {
        Attachment now = new Attachment(before.container(), endpoints, bound, before.hostCaller());
        attached.put(before.container(), now);
        return now;
    }

    /** A running container with another limit. */
    void limit(String container, int pid, NetworkLimit limit) throws IOException {
        try (PreparedNamespace namespace = namespaces.join(pid, false)) {
            Shaping.apply(limit, of(container).orElse(Attachment.none(container)), namespace);
        }
    }

    /** A running container with other ports: all that is asked for, or nothing. */
    Attachment republish(Wish wish, PortChange change, Function<String, Network> networks) throws IOException {
        Attachment before = of(wish.container()).orElse(Attachment.none(wish.container()));
        Endpoint way = before.endpoints().stream()
                .filter(endpoint ->
                        endpoint.defaultRoute() && !endpoint.hostLink().isEmpty())
                .findFirst()
                .orElseThrow(() -> new EngineException.Conflict(
                        "container " + wish.name() + " has no way out by a bridge: it publishes no ports"));
        List<BoundPort> closed = change.closing(before.ports());
        List<BoundPort> opened;
        synchronized (this) {
            ports.release(wish.container(), closed); // so that what is closed can be opened for another port at once
            try {
                opened = publish(wish, networks.apply(way.network()), way);
            } catch (RuntimeException e) {
                ports.adopt(wish.container(), closed);
                throw e;
            }
        }
        try {
            firewall.publish(before.with(opened).forwardings(), List.of());
            firewall.withdraw(before.with(closed).forwardings(), List.of());
        } catch (IOException e) {
            synchronized (this) {
                ports.release(wish.container(), opened);
            }
            throw e;
        }
        List<BoundPort> all = new ArrayList<>(before.ports());
        all.removeAll(closed);
        all.addAll(opened);
        return become(before, before.endpoints(), all);
    }

    /** A running container on one network less: what it published there is not published any more. */
    Optional<Attachment> disconnect(String container, int pid, Network network) throws IOException {
        Attachment before = of(container).orElse(Attachment.none(container));
        Optional<Endpoint> found = before.endpoint(network.id());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Endpoint gone = found.get();
        List<BoundPort> closed = before.ports().stream()
                .filter(port -> Set.of(gone.v4().address(), gone.v6().address()).contains(port.address()))
                .toList();
        Attachment part = new Attachment(container, List.of(gone), closed, before.hostCaller());
        firewall.withdraw(part.forwardings(), part.callers());
        unplug(gone, pid);
        List<Endpoint> endpoints = new ArrayList<>(before.endpoints());
        endpoints.remove(gone);
        List<BoundPort> open = new ArrayList<>(before.ports());
        open.removeAll(closed);
        synchronized (this) {
            addresses.release(gone);
            ports.release(container, closed);
        }
        if (gone.defaultRoute()) {
            reroute(pid, endpoints);
        }
        return Optional.of(become(before, endpoints, open));
    }

    private void unplug(Endpoint gone, int pid) throws IOException {
        if (!gone.hostLink().isEmpty()) {
            bridges.links().delete(gone.hostLink());
            return;
        }
        try (PreparedNamespace namespace = namespaces.join(pid, false)) {
            CardLinks.unplug(namespace, gone.link());
        }
    }

    /** The next network that leads anywhere has the default route from now on. */
    private void reroute(int pid, List<Endpoint> endpoints) throws IOException {
        for (int i = 0; i < endpoints.size(); i++) {
            Endpoint candidate = endpoints.get(i);
            if (!bridges.isInternal(candidate.network())) {
                try (PreparedNamespace namespace = namespaces.join(pid, false)) {
                    BridgeLinks.route(namespace, candidate.link(), Plugs.gateways(candidate));
                }
                endpoints.set(i, candidate.asDefaultRoute(true));
                return;
            }
        }
    }

    /** Ports and addresses are free for others at once; links and rules go when there is time. */
    Optional<Attachment> leave(String container) {
        Attachment left;
        synchronized (this) {
            left = attached.remove(container);
            if (left == null) {
                return Optional.empty();
            }
            left.endpoints().forEach(addresses::release);
            ports.release(container, left.ports());
        }
        return Optional.of(left);
    }

    /** What is left of it in the kernel. */
    void clear(Attachment left) {
        try {
            firewall.withdraw(left.forwardings(), left.callers());
            left.endpoints().stream()
                    .map(Endpoint::hostLink)
                    .filter(link -> !link.isEmpty())
                    .forEach(dead::add);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot clear away what container " + left.container() + " had of networks", e);
        }
    }

    /** A container runs that an earlier engine started. */
    synchronized void adopt(Attachment found, Map<String, Network> networks) {
        for (Endpoint endpoint : found.endpoints()) {
            Network network = networks.get(endpoint.network());
            if (network != null) {
                addresses.adopt(network, endpoint);
            }
        }
        ports.adopt(found.container(), found.ports());
        attached.put(found.container(), found);
        firewall.adopt(found.forwardings(), found.callers());
    }

    Optional<Attachment> of(String container) {
        return Optional.ofNullable(attached.get(container));
    }

    Collection<Attachment> all() {
        return List.copyOf(attached.values());
    }

    /** Networks that somebody is on, by id. */
    Set<String> used() {
        return attached.values().stream()
                .flatMap(one -> one.endpoints().stream())
                .map(Endpoint::network)
                .collect(Collectors.toSet());
    }

    /** The outer ends of links that are known. */
    Set<String> hostLinks() {
        Set<String> known = attached.values().stream()
                .flatMap(one -> one.endpoints().stream())
                .map(Endpoint::hostLink)
                .collect(Collectors.toSet());
        known.addAll(ready.hostLinks());
        return known;
    }

    /** Makes a network's bridge, if it is not there, and joins to it whoever is on it. */
    void mend(Network network) throws IOException {
        plugs.mend(network);
    }

    /** The network is gone, and so are its addresses. */
    void forget(Network network) {
        ready.forget(network);
        addresses.forget(network);
    }

    /** What runs goes on. */
    @Override
    public void close() {
        ready.close();
        dead.removeNow();
    }
}
