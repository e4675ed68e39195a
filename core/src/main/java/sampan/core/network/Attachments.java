package sampan.core.network;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sampan.core.error.EngineException;
import sampan.core.network.address.Subnet;
import sampan.core.network.firewall.Firewall;
import sampan.core.network.link.BridgeLinks;
import sampan.core.network.link.NamespacePool;
import sampan.core.network.link.PreparedNamespace;
import sampan.core.network.port.BoundPort;
import sampan.core.network.port.HostPorts;
import sampan.core.network.port.PortRequest;
import sampan.kernel.netlink.HardwareAddress;
import sampan.kernel.netlink.Prefix;

/** What running containers have of networks: given at their start, kept while they run, taken back at their end. */
final class Attachments {
    private static final System.Logger LOG = System.getLogger(Attachments.class.getName());
    private static final int LINK_DIGITS = 11;
    private static final int LOCALLY_ADMINISTERED = 0x0242;

    private final Bridges bridges;
    private final Firewall firewall;
    private final NamespacePool namespaces;
    private final NetworkIds ids = new NetworkIds();
    private final HostPorts ports = new HostPorts();
    private final Map<String, NetworkPools> pools = new HashMap<>();
    private final Map<String, Attachment> attached = new ConcurrentHashMap<>();

    Attachments(Bridges bridges, Firewall firewall, NamespacePool namespaces) {
        this.bridges = bridges;
        this.firewall = firewall;
        this.namespaces = namespaces;
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
        Attachment attachment = reserve(wish, ordered);
        PreparedNamespace namespace = null;
        try {
            boolean v6 = attachment.endpoints().stream()
                    .anyMatch(endpoint -> endpoint.v6().isSomewhere());
            namespace = namespaces.take(v6);
            for (int i = 0; i < ordered.size(); i++) {
                plug(ordered.get(i).network(), attachment.endpoints().get(i), namespace);
            }
            firewall.publish(attachment.forwardings(), attachment.callers());
            namespaces.refill();
            return new Joined(attachment, Optional.of(namespace));
        } catch (IOException | RuntimeException e) {
            leave(wish.container());
            if (namespace != null) {
                namespace.close();
            }
            throw e;
        }
    }

    /** Addresses and ports. */
    private synchronized Attachment reserve(Wish wish, List<Asked> asked) {
        List<Endpoint> endpoints = new ArrayList<>();
        try {
            for (Asked one : asked) {
                endpoints.add(endpoint(one, endpoints.size()));
            }
            int way = wayOut(asked);
            if (way >= 0) {
                endpoints.set(way, endpoints.get(way).asDefaultRoute(true));
            }
            List<BoundPort> bound =
                    way < 0 ? List.of() : publish(wish, asked.get(way).network(), endpoints.get(way));
            Attachment attachment = new Attachment(wish.container(), endpoints, bound, wish.hostCaller());
            attached.put(wish.container(), attachment);
            return attachment;
        } catch (RuntimeException e) {
            endpoints.forEach(this::release);
            throw e;
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

    private Endpoint endpoint(Asked asked, int number) {
        Network network = asked.network();
        NetworkPools pool = pools.computeIfAbsent(network.id(), _ -> new NetworkPools(network));
        Endpoint.Place v4 = pool.takeV4(asked.settings().wantedV4());
        Endpoint.Place v6;
        try {
            v6 = pool.takeV6(asked.settings().wantedV6());
        } catch (EngineException e) {
            pool.release(new Endpoint("", network.id(), "", "", "", "", v4, Endpoint.Place.NOWHERE, false));
            throw e;
        }
        String id = ids.next();
        return new Endpoint(
                id,
                network.id(),
                network.name(),
                "veth" + id.substring(0, LINK_DIGITS),
                "eth" + number,
                hardwareAddress(asked.settings().macAddress(), v4, id).toString(),
                v4,
                v6,
                false);
    }

    /** From the address, so that whoever has it next answers to it at once. */
    private static HardwareAddress hardwareAddress(String wanted, Endpoint.Place v4, String id) {
        if (!wanted.isEmpty()) {
            try {
                return HardwareAddress.parse(wanted);
            } catch (IllegalArgumentException _) {
                throw new EngineException.InvalidArgument("invalid MAC address: " + wanted);
            }
        }
        long low = v4.isSomewhere()
                ? Subnet.number(Subnet.address(v4.address()).orElseThrow()).longValue()
                : HexFormat.fromHexDigits(id.substring(0, Integer.BYTES * 2)) & 0xffffffffL;
        return new HardwareAddress(((long) LOCALLY_ADMINISTERED << Integer.SIZE) | low);
    }

    /** A bridge that somebody took away is made again, and those that were on it are joined again. */
    private void plug(Network network, Endpoint endpoint, PreparedNamespace namespace) throws IOException {
        try {
            connect(network, endpoint, namespace);
        } catch (IOException e) {
            if (!Bridges.isGone(e) || bridges.isThere(network)) {
                throw e;
            }
            bridges.forget(network);
            mend(network);
            connect(network, endpoint, namespace);
        }
    }

    private void connect(Network network, Endpoint endpoint, PreparedNamespace namespace) throws IOException {
        List<Endpoint.Place> places = Stream.of(endpoint.v4(), endpoint.v6())
                .filter(Endpoint.Place::isSomewhere)
                .toList();
        List<Prefix> own = places.stream()
                .map(place -> new Prefix(Subnet.address(place.address()).orElseThrow(), place.length()))
                .toList();
        List<InetAddress> gateways = endpoint.defaultRoute() ? gateways(endpoint) : List.of();
        int bridge = bridges.ensure(network, new ArrayList<>());
        bridges.links()
                .plug(
                        bridge,
                        namespace,
                        new BridgeLinks.Plug(
                                endpoint.hostLink(),
                                endpoint.link(),
                                HardwareAddress.parse(endpoint.macAddress()),
                                network.driverOptions().mtu(),
                                own,
                                gateways));
    }

    /** Makes a network's bridge, if it is not there, and joins to it whoever is on it. */
    void mend(Network network) throws IOException {
        int bridge = bridges.ensure(network, new ArrayList<>());
        bridges.plugAgain(bridge, hostLinks(network.id()));
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
        Endpoint endpoint;
        synchronized (this) {
            boolean first = before.endpoints().stream().noneMatch(Endpoint::defaultRoute);
            endpoint = endpoint(asked, freeNumber(before.endpoints()))
                    .asDefaultRoute(first && !asked.network().internal());
        }
        try (PreparedNamespace namespace = namespaces.join(pid, endpoint.v6().isSomewhere())) {
            plug(asked.network(), endpoint, namespace);
        } catch (IOException | RuntimeException e) {
            synchronized (this) {
                release(endpoint);
            }
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
        clear(part);
        List<Endpoint> endpoints = new ArrayList<>(before.endpoints());
        endpoints.remove(gone);
        List<BoundPort> open = new ArrayList<>(before.ports());
        open.removeAll(closed);
        synchronized (this) {
            release(gone);
            ports.release(container, closed);
        }
        if (gone.defaultRoute()) {
            reroute(pid, endpoints);
        }
        return Optional.of(become(before, endpoints, open));
    }

    /** The next network that leads anywhere has the default route from now on. */
    private void reroute(int pid, List<Endpoint> endpoints) throws IOException {
        for (int i = 0; i < endpoints.size(); i++) {
            Endpoint candidate = endpoints.get(i);
            if (!bridges.isInternal(candidate.network())) {
                try (PreparedNamespace namespace = namespaces.join(pid, false)) {
                    BridgeLinks.route(namespace, candidate.link(), gateways(candidate));
                }
                endpoints.set(i, candidate.asDefaultRoute(true));
                return;
            }
        }
    }

    private static List<InetAddress> gateways(Endpoint endpoint) {
        return Stream.of(endpoint.v4(), endpoint.v6())
                .flatMap(place -> Subnet.address(place.gateway()).stream())
                .toList();
    }

    /** Ports and addresses are free for others at once; links and rules go when there is time. */
    Optional<Attachment> leave(String container) {
        Attachment left;
        synchronized (this) {
            left = attached.remove(container);
            if (left == null) {
                return Optional.empty();
            }
            left.endpoints().forEach(this::release);
            ports.release(container, left.ports());
        }
        return Optional.of(left);
    }

    /** What is left of it in the kernel. */
    void clear(Attachment left) {
        try {
            firewall.withdraw(left.forwardings(), left.callers());
            for (Endpoint endpoint : left.endpoints()) {
                bridges.links().delete(endpoint.hostLink());
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot clear away what container " + left.container() + " had of networks", e);
        }
    }

    private void release(Endpoint endpoint) {
        NetworkPools pool = pools.get(endpoint.network());
        if (pool != null) {
            pool.release(endpoint);
        }
    }

    /** A container runs that an earlier engine started. */
    synchronized void adopt(Attachment found, Map<String, Network> networks) {
        for (Endpoint endpoint : found.endpoints()) {
            Network network = networks.get(endpoint.network());
            if (network != null) {
                pools.computeIfAbsent(network.id(), _ -> new NetworkPools(network))
                        .adopt(endpoint);
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
        return attached.values().stream()
                .flatMap(one -> one.endpoints().stream())
                .map(Endpoint::hostLink)
                .collect(Collectors.toSet());
    }

    /** The network is gone, and so are its addresses. */
    synchronized void forget(Network network) {
        pools.remove(network.id());
    }
}
