package sampan.core.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import sampan.core.config.NetworkLimit;
import sampan.core.error.EngineException;
import sampan.core.network.bridge.Bridges;
import sampan.core.network.bridge.Plugs;
import sampan.core.network.bridge.Shaping;
import sampan.core.network.cni.PluginNetworks;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Attachment;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.firewall.Firewall;
import sampan.core.network.link.BridgeLinks;
import sampan.core.network.link.CardLinks;
import sampan.core.network.link.NamespacePool;
import sampan.core.network.link.PreparedNamespace;
import sampan.core.network.port.BoundPort;

/** What changes of a running container's networks: one more, one less, other ports, another limit. */
final class RunningChanges {
    private final Bridges bridges;
    private final Firewall firewall;
    private final NamespacePool namespaces;
    private final Plugs plugs;
    private final PluginNetworks plugins;
    private final Holdings holdings;

    /** By which it is done. */
    record Hands(Bridges bridges, Firewall firewall, NamespacePool namespaces, Plugs plugs, PluginNetworks plugins) {}

    RunningChanges(Hands hands, Holdings holdings) {
        this.bridges = hands.bridges();
        this.firewall = hands.firewall();
        this.namespaces = hands.namespaces();
        this.plugs = hands.plugs();
        this.plugins = hands.plugins();
        this.holdings = holdings;
    }

    /** On one network more. */
    Attachment connect(String container, int pid, Asked asked) throws IOException {
        bridges.ensure(asked.network(), new ArrayList<>());
        Attachment before = holdings.now(container);
        boolean first = before.endpoints().stream().noneMatch(Endpoint::defaultRoute);
        Endpoint endpoint = holdings.address(asked, freeNumber(before.endpoints()))
                .asDefaultRoute(first && !asked.network().internal());
        try (PreparedNamespace namespace = namespaces.join(pid, endpoint.v6().isSomewhere())) {
            if (asked.network().hasPlugins()) {
                endpoint = plugins.add(container, asked.network(), endpoint, namespace, List.of());
            } else {
                plugs.plug(asked.network(), endpoint, namespace);
            }
        } catch (IOException | RuntimeException e) {
            holdings.release(endpoint);
            throw e;
        }
        List<Endpoint> endpoints = new ArrayList<>(before.endpoints());
        endpoints.add(endpoint);
        return holdings.become(before, endpoints, before.ports());
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

    /** Another limit. */
    void limit(String container, int pid, NetworkLimit limit) throws IOException {
        try (PreparedNamespace namespace = namespaces.join(pid, false)) {
            Shaping.apply(limit, holdings.now(container), namespace);
        }
    }

    /** Other ports: all that is asked for, or nothing. */
    Attachment republish(Wish wish, PortChange change, Function<String, Network> networks) throws IOException {
        Attachment before = holdings.now(wish.container());
        Endpoint way = before.endpoints().stream()
                .filter(endpoint ->
                        endpoint.defaultRoute() && !endpoint.hostLink().isEmpty())
                .findFirst()
                .orElseThrow(() -> new EngineException.Conflict(
                        "container " + wish.name() + " has no way out by a bridge: it publishes no ports"));
        List<BoundPort> closed = change.closing(before.ports());
        List<BoundPort> opened = holdings.exchange(wish, closed, networks.apply(way.network()), way);
        try {
            firewall.publish(wish.container(), before.with(opened).forwardings(), List.of());
            firewall.withdraw(wish.container(), before.with(closed).forwardings(), List.of());
        } catch (IOException e) {
            holdings.release(wish.container(), opened);
            throw e;
        }
        List<BoundPort> all = new ArrayList<>(before.ports());
        all.removeAll(closed);
        all.addAll(opened);
        return holdings.become(before, before.endpoints(), all);
    }

    /** On one network less: what it published there is not published any more. */
    Optional<Attachment> disconnect(String container, int pid, Network network) throws IOException {
        Attachment before = holdings.now(container);
        Optional<Endpoint> found = before.endpoint(network.id());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Endpoint gone = found.get();
        List<BoundPort> closed = before.ports().stream()
                .filter(port -> Set.of(gone.v4().address(), gone.v6().address()).contains(port.address()))
                .toList();
        Attachment part = new Attachment(container, List.of(gone), closed, before.hostCaller());
        firewall.withdraw(container, part.forwardings(), part.callers());
        unplug(container, gone, network, pid);
        List<Endpoint> endpoints = new ArrayList<>(before.endpoints());
        endpoints.remove(gone);
        List<BoundPort> open = new ArrayList<>(before.ports());
        open.removeAll(closed);
        holdings.release(gone);
        holdings.release(container, closed);
        if (gone.defaultRoute()) {
            reroute(pid, endpoints);
        }
        return Optional.of(holdings.become(before, endpoints, open));
    }

    private void unplug(String container, Endpoint gone, Network network, int pid) throws IOException {
        if (network.hasPlugins()) {
            plugins.remove(container, gone.link());
            return;
        }
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
}
