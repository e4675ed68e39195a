package sampan.core.network.bridge;

import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sampan.core.error.EngineException;
import sampan.core.network.definition.CardOptions;
import sampan.core.network.definition.Driver;
import sampan.core.network.definition.Network;
import sampan.core.network.link.CardLinks;
import sampan.kernel.Errno;
import sampan.kernel.netlink.Link;
import sampan.kernel.netlink.LinkKind;
import sampan.kernel.netlink.NetlinkException;

/** What macvlan and ipvlan networks are in the kernel: a card of the host, or a part of one, on which each container has a card of its own. */
public final class Cards {
    private static final String LOOPBACK = "lo";
    private static final int ID_DIGITS = 12;
    private static final int LARGEST_VLAN = 4094;

    /** Links that were made for a network, and go with it. */
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    /** Its parent's name. */
    static String parentName(Network network) {
        String parent = new CardOptions(network.options()).parent();
        return parent.isEmpty() ? "dm-" + network.id().substring(0, ID_DIGITS) : parent;
    }

    /**
     * The kind of card its containers get.
     *
     * @param parent index of the host's link
     */
    static LinkKind kind(Network network, int parent) {
        CardOptions options = new CardOptions(network.options());
        return network.kind() == Driver.MACVLAN
                ? new LinkKind.Macvlan(parent, options.macvlan())
                : new LinkKind.Ipvlan(parent, options.ipvlan());
    }

    /** Whether its containers send everything out of their card, as there is no neighbour that would be a gateway. */
    static boolean isRouted(Network network) {
        return network.kind() == Driver.IPVLAN && new CardOptions(network.options()).ipvlan() != LinkKind.IpvlanMode.L2;
    }

    /** Before a network is made: NotSupported where this kernel lacks such cards, Conflict where another network has the same parent. */
    public void check(Network network, Collection<Network> others) throws IOException {
        String parent = parentName(network);
        for (Network other : others) {
            if (other.hasCards() && parentName(other).equals(parent)) {
                throw new EngineException.Forbidden(
                        "network " + other.name() + " is already using parent interface " + parent);
            }
        }
        if (parent.equals(LOOPBACK)) {
            throw new EngineException.InvalidArgument(
                    "loopback interface is not a valid " + network.driver() + " parent link");
        }
        try (CardLinks links = CardLinks.open()) {
            if (!links.knows(kind(network, links.index(LOOPBACK)))) {
                throw lacks(network.driver());
            }
        }
        ensure(network);
    }

    private static EngineException lacks(String kind) {
        return new EngineException.NotSupported(
                "this kernel has no " + kind + " links (CONFIG_" + kind.toUpperCase(Locale.ROOT) + ")");
    }

    /** @return index of the parent, made if it can be */
    int ensure(Network network) throws IOException {
        String parent = parentName(network);
        try (CardLinks links = CardLinks.open()) {
            Optional<Link> there = links.find(parent);
            if (there.isPresent()) {
                return there.get().index();
            }
            LinkKind kind = missing(links, network, parent);
            try {
                links.make(parent, kind);
            } catch (NetlinkException refused) {
                if (refused.is(Errno.EOPNOTSUPP)) {
                    throw lacks(kind instanceof LinkKind.Vlan ? "vlan_8021q" : "dummy");
                }
                throw refused;
            }
            made.add(parent);
            return links.index(parent);
        }
    }

    private static LinkKind missing(CardLinks links, Network network, String parent) throws IOException {
        if (new CardOptions(network.options()).parent().isEmpty()) {
            return new LinkKind.Dummy();
        }
        int dot = parent.lastIndexOf('.');
        if (dot < 0) {
            throw new EngineException.InvalidArgument(
                    "the requested parent interface " + parent + " was not found on the host");
        }
        String number = parent.substring(dot + 1);
        int id = number.matches("[0-9]{1,4}") ? Integer.parseInt(number) : 0;
        if (id < 1 || id > LARGEST_VLAN) {
            throw new EngineException.InvalidArgument("vlan id must be between 1-4094, received: " + number);
        }
        Link card = links.find(parent.substring(0, dot))
                .orElseThrow(() -> new EngineException.InvalidArgument(
                        "failed to find master interface " + parent.substring(0, dot) + " on the host"));
        return new LinkKind.Vlan(card.index(), id);
    }

    /** Takes away what was made for it. */
    void remove(Network network) throws IOException {
        String parent = parentName(network);
        if (made.remove(parent) || new CardOptions(network.options()).parent().isEmpty()) {
            try (CardLinks links = CardLinks.open()) {
                links.delete(parent);
            }
        }
    }
}
