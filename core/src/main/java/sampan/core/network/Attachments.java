package sampan.core.network;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sampan.core.network.bridge.Bridges;
import sampan.core.network.bridge.Plugs;
import sampan.core.network.bridge.ReadyEndpoints;
import sampan.core.network.bridge.Shaping;
import sampan.core.network.cni.PluginNetworks;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Attachment;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.endpoint.Endpoints;
import sampan.core.network.firewall.Firewall;
import sampan.core.network.link.DeadLinks;
import sampan.core.network.link.NamespacePool;
import sampan.core.network.link.PreparedNamespace;
import sampan.core.network.port.BoundPort;

/** Gives containers what they want of networks when they start, and clears away what they had. */
final class Attachments implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Attachments.class.getName());

    private final Bridges bridges;
    private final Firewall firewall;
    private final NamespacePool namespaces;
    private final PluginNetworks plugins;
    private final Holdings holdings;
    private final RunningChanges changes;
    private final Plugs plugs;
    private final ReadyEndpoints ready;
    private final DeadLinks dead;

    Attachments(Bridges bridges, Firewall firewall, NamespacePool namespaces, PluginNetworks plugins) {
        this.plugins = plugins;
        this.bridges = bridges;
        this.firewall = firewall;
        this.namespaces = namespaces;
        Endpoints addresses = new Endpoints();
        holdings = new Holdings(addresses, this::makeRoom);
        plugs = new Plugs(bridges, holdings::hostLinks);
        changes = new RunningChanges(new RunningChanges.Hands(bridges, firewall, namespaces, plugs, plugins), holdings);
        ready = new ReadyEndpoints(addresses, plugs, bridges, namespaces, Thread::startVirtualThread);
        dead = new DeadLinks(link -> bridges.links().delete(link), Thread::startVirtualThread);
    }

    private boolean makeRoom(Network network) {
        return ready.drop(network);
    }

    /** Who has what. */
    Holdings holdings() {
        return holdings;
    }

    /** Of containers that run. */
    RunningChanges changes() {
        return changes;
    }

    /** Joins a container that is about to start to networks, all of them or none. */
    Joined join(Wish wish, List<Asked> asked) throws IOException {
        List<Asked> ordered = ordered(asked);
        for (Asked one : ordered) {
            bridges.ensure(one.network(), new ArrayList<>());
        }
        Optional<ReadyEndpoints.Ready> made = ready(ordered);
        PreparedNamespace namespace = made.map(ReadyEndpoints.Ready::namespace).orElse(null);
        try {
            Attachment attachment = holdings.reserve(wish, ordered, made.map(ReadyEndpoints.Ready::endpoint));
            if (namespace == null) {
                namespace = namespaces.take(attachment.endpoints().stream()
                        .anyMatch(endpoint -> endpoint.v6().isSomewhere()));
                attachment = plug(ordered, attachment, namespace);
                namespaces.refill();
            }
            if (!wish.limit().isNone()) {
                Shaping.apply(wish.limit(), attachment, namespace);
            }
            firewall.publish(wish.container(), attachment.forwardings(), attachment.callers());
            if (hasReady(ordered)) {
                ready.refill(ordered.getFirst().network());
            }
            return new Joined(attachment, Optional.of(namespace));
        } catch (IOException | RuntimeException e) {
            holdings.leave(wish.container()).ifPresent(this::unplug);
            if (namespace != null) {
                namespace.close();
            }
            throw e;
        }
    }

    /** The first that leads anywhere is the way out. */
    static List<Asked> ordered(List<Asked> asked) {
        return asked.stream()
                .sorted(Comparator.comparingInt((Asked one) -> -one.settings().gwPriority())
                        .thenComparing(one -> one.network().name()))
                .toList();
    }

    /** Where its links are, its ports lead to: plugins say so only now. */
    private Attachment plug(List<Asked> asked, Attachment reserved, PreparedNamespace namespace) throws IOException {
        Attachment now = reserved;
        for (int i = 0; i < asked.size(); i++) {
            Network network = asked.get(i).network();
            Endpoint endpoint = reserved.endpoints().get(i);
            if (network.hasPlugins()) {
                List<BoundPort> ports = endpoint.defaultRoute() ? reserved.ports() : List.of();
                Endpoint made = plugins.add(reserved.container(), network, endpoint, namespace, ports);
                now = holdings.become(now.with(endpoint, made));
            } else {
                plugs.plug(network, endpoint, namespace);
            }
        }
        return now;
    }

    /** Has plugins take away what they made; a link is gone with its namespace. */
    private void unplug(Attachment left) {
        left.endpoints().stream()
                .filter(endpoint -> endpoint.hostLink().isEmpty())
                .forEach(endpoint -> plugins.remove(left.container(), endpoint.link()));
    }

    /** A card is made in no time, and one of it takes an address on somebody else's network. */
    private static boolean hasReady(List<Asked> asked) {
        return asked.size() == 1 && asked.getFirst().network().hasBridge();
    }

    /** What there is already of what is asked for. */
    private Optional<ReadyEndpoints.Ready> ready(List<Asked> asked) throws IOException {
        return hasReady(asked) && asked.getFirst().settings().takesAnyAddress()
                ? ready.take(asked.getFirst().network())
                : Optional.empty();
    }

    /** What is left of it in the kernel. */
    void clear(Attachment left) {
        unplug(left);
        try {
            firewall.withdraw(left.container(), left.forwardings(), left.callers());
            left.endpoints().stream()
                    .map(Endpoint::hostLink)
                    .filter(link -> !link.isEmpty())
                    .forEach(dead::add);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot clear away what container " + left.container() + " had of networks", e);
        }
    }

    /** A container runs that an earlier engine started. */
    void adopt(Attachment found, Map<String, Network> networks) {
        holdings.adopt(found, networks);
        firewall.adopt(found.container(), found.forwardings(), found.callers());
    }

    /** The outer ends of links that are known, those that nobody has yet among them. */
    Set<String> hostLinks() {
        Set<String> known = holdings.hostLinks();
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
        holdings.forget(network);
    }

    /** What runs goes on. */
    @Override
    public void close() {
        ready.close();
        dead.removeNow();
    }
}
