package sampan.core.network.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import sampan.core.config.NetworkLimit;
import sampan.core.network.definition.CardOptions;
import sampan.core.network.definition.Driver;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.link.LinkText;

/** What {@link Plugs} and {@link Shaping} ask of the kernel, for people. Pure: nothing is asked. */
public final class PlugText {
    private PlugText() {}

    /** @param outside the host's link that the network is on */
    public static List<String> of(Network network, Endpoint endpoint, String outside) {
        int mtu = network.driverOptions().mtu();
        List<String> calls = new ArrayList<>();
        calls.add(
                network.hasCards()
                        ? LinkText.card(endpoint.link(), kind(network), outside, address(network, endpoint), mtu)
                        : LinkText.pair(endpoint.hostLink(), outside, endpoint.link(), endpoint.macAddress(), mtu));
        List<String> own = Stream.of(endpoint.v4(), endpoint.v6())
                .filter(Endpoint.Place::isSomewhere)
                .map(Endpoint.Place::toString)
                .toList();
        calls.addAll(LinkText.given(
                endpoint.link(),
                own,
                endpoint.defaultRoute() ? Plugs.gateways(endpoint) : List.of(),
                network.hasCards() && Cards.isRouted(network)));
        return calls;
    }

    private static String kind(Network network) {
        CardOptions options = new CardOptions(network.options());
        Enum<?> mode = network.kind() == Driver.MACVLAN ? options.macvlan() : options.ipvlan();
        return network.driver() + " mode " + mode.name().toLowerCase(Locale.ROOT);
    }

    private static String address(Network network, Endpoint endpoint) {
        return network.kind() == Driver.MACVLAN ? endpoint.macAddress() : "";
    }

    /** Both ends of a link; a card has one. */
    public static List<String> limits(NetworkLimit limit, Endpoint endpoint) {
        String tail = " rate " + limit.rate() + " burst " + limit.settledBurst();
        List<String> calls = new ArrayList<>();
        if (!endpoint.hostLink().isEmpty()) {
            calls.add(LinkText.outside("RTM_GETLINK " + endpoint.hostLink()));
            calls.add(LinkText.outside("RTM_NEWQDISC tbf dev " + endpoint.hostLink() + tail));
        }
        calls.add(LinkText.inside("RTM_GETLINK " + endpoint.link()));
        calls.add(LinkText.inside("RTM_NEWQDISC tbf dev " + endpoint.link() + tail));
        return calls;
    }
}
