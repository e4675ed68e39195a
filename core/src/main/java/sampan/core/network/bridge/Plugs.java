package sampan.core.network.bridge;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import sampan.core.network.address.Subnet;
import sampan.core.network.definition.Driver;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.link.BridgeLinks;
import sampan.core.network.link.CardLinks;
import sampan.core.network.link.PreparedNamespace;
import sampan.kernel.netlink.HardwareAddress;
import sampan.kernel.netlink.Prefix;

/** Joins namespaces to bridges and cards. A bridge that somebody took away is made again, and those that were on it are joined again. */
public final class Plugs {
    private final Bridges bridges;
    private final Function<String, Set<String>> hostLinks;

    /** @param hostLinks the outer ends of links that are to be on a network, by its id */
    public Plugs(Bridges bridges, Function<String, Set<String>> hostLinks) {
        this.bridges = bridges;
        this.hostLinks = hostLinks;
    }

    public void plug(Network network, Endpoint endpoint, PreparedNamespace namespace) throws IOException {
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
        if (network.hasCards()) {
            card(network, endpoint, namespace);
        } else {
            veth(network, endpoint, namespace);
        }
    }

    /** A card's address is its own on macvlan; on ipvlan it is its parent's. */
    private void card(Network network, Endpoint endpoint, PreparedNamespace namespace) throws IOException {
        int parent = bridges.ensure(network, new ArrayList<>());
        try (CardLinks links = CardLinks.open()) {
            links.plug(
                    namespace,
                    new CardLinks.Card(
                            endpoint.link(),
                            Cards.kind(network, parent),
                            network.kind() == Driver.MACVLAN
                                    ? Optional.of(HardwareAddress.parse(endpoint.macAddress()))
                                    : Optional.empty(),
                            prefixes(endpoint),
                            endpoint.defaultRoute() ? gateways(endpoint) : List.of(),
                            Cards.isRouted(network)),
                    network.driverOptions().mtu());
        }
    }

    private static List<Prefix> prefixes(Endpoint endpoint) {
        return Stream.of(endpoint.v4(), endpoint.v6())
                .filter(Endpoint.Place::isSomewhere)
                .map(place -> new Prefix(Subnet.address(place.address()).orElseThrow(), place.length()))
                .toList();
    }

    private void veth(Network network, Endpoint endpoint, PreparedNamespace namespace) throws IOException {
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
                                prefixes(endpoint),
                                endpoint.defaultRoute() ? gateways(endpoint) : List.of()));
    }

    /** Makes a network's bridge, if it is not there, and joins to it whoever is on it. */
    public void mend(Network network) throws IOException {
        int bridge = bridges.ensure(network, new ArrayList<>());
        if (!network.hasBridge()) {
            return; // a card is gone with its parent for good, and what plugins made is theirs
        }
        bridges.plugAgain(bridge, hostLinks.apply(network.id()));
    }

    public static List<InetAddress> gateways(Endpoint endpoint) {
        return Stream.of(endpoint.v4(), endpoint.v6())
                .flatMap(place -> Subnet.address(place.gateway()).stream())
                .toList();
    }
}
