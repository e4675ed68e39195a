package sampan.core.network.bridge;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sampan.core.error.EngineException;
import sampan.core.network.address.Subnet;
import sampan.core.network.definition.DriverOptions;
import sampan.core.network.definition.IpamPool;
import sampan.core.network.definition.Network;
import sampan.core.network.firewall.BridgeRules;
import sampan.core.network.firewall.Firewall;
import sampan.core.network.link.BridgeLinks;
import sampan.core.network.link.Forwarding;
import sampan.core.network.link.LinkText;
import sampan.kernel.Errno;
import sampan.kernel.netlink.Link;
import sampan.kernel.netlink.NetlinkException;
import sampan.kernel.netlink.Prefix;
import sampan.kernel.nftables.Nftables;

/** What bridge networks are in the kernel: a bridge, its rules, and forwarding. Made when the first container needs it, and again when it is gone. */
public final class Bridges implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Bridges.class.getName());
    private static final int ID_DIGITS = 12;

    private final String rootId;
    private final Firewall firewall;
    private final Map<String, Integer> indexes = new ConcurrentHashMap<>();
    private final Cards cards = new Cards();
    private final Set<String> internals = ConcurrentHashMap.newKeySet();
    private @Nullable BridgeLinks links;

    public Bridges(String rootId, Firewall firewall) {
        this.rootId = rootId;
        this.firewall = firewall;
    }

    public synchronized BridgeLinks links() throws IOException {
        BridgeLinks open = links;
        if (open == null) {
            open = BridgeLinks.open();
            links = open;
        }
        return open;
    }

    /** Of the bridge on the host. */
    public String linkName(Network network) {
        if (network.hasPlugins()) {
            return "";
        }
        if (network.hasCards()) {
            return Cards.parentName(network);
        }
        String chosen = network.driverOptions().bridgeName();
        if (!chosen.isEmpty()) {
            return chosen;
        }
        return network.name().equals(Network.BRIDGE)
                ? "sampan-" + rootId
                : "sn-" + network.id().substring(0, ID_DIGITS);
    }

    /**
     * The bridge of a network, made with its rules if it is not there.
     *
     * @param told what the user should know
     * @return its index
     */
    public synchronized int ensure(Network network, Collection<String> told) throws IOException {
        if (network.hasPlugins()) {
            return 0;
        }
        if (network.hasCards()) {
            return cards.ensure(network);
        }
        Integer known = indexes.get(network.id());
        if (known != null) {
            return known;
        }
        if (!Nftables.isThere()) {
            throw new IOException("libnftables.so.1 is not installed: apt-get install nftables");
        }
        DriverOptions options = network.driverOptions();
        String name = linkName(network);
        // The rules come first: no packet passes a bridge that is not guarded.
        firewall.guard(new BridgeRules(
                name, network.internal(), options.icc(), masquerades(network, options), options.hostAccess()));
        if (!network.internal()) {
            told.addAll(Forwarding.turnOn(network.enableIPv4(), network.enableIPv6()));
        }
        int index = links().bridge(name, gateways(network), options.mtu());
        indexes.put(network.id(), index);
        if (network.internal()) {
            internals.add(network.id());
        }
        return index;
    }

    /** What {@link #ensure} does where nothing is there yet, for people; empty: nothing. */
    public List<String> calls(Network network) {
        if (!network.hasBridge()) {
            return List.of();
        }
        List<String> calls = new ArrayList<>();
        firewall.tables().forEach(table -> calls.add("sendmsg(nfnetlink, the whole of table inet " + table + ")"));
        if (!network.internal()) {
            calls.addAll(Forwarding.calls(network.enableIPv4(), network.enableIPv6()));
        }
        calls.addAll(LinkText.bridge(
                linkName(network), gateways(network), network.driverOptions().mtu()));
        return calls;
    }

    /** What macvlan and ipvlan networks are on. */
    public Cards cards() {
        return cards;
    }

    private static boolean masquerades(Network network, DriverOptions options) {
        return options.masquerade() && !network.internal();
    }

    /** It is not there any more, or not as it was. */
    void forget(Network network) {
        indexes.remove(network.id());
    }

    /** Whether nothing leaves a network that is there. */
    public boolean isInternal(String network) {
        return internals.contains(network);
    }

    /** Whether this engine has made it, or found it. */
    public boolean isMade(Network network) {
        return indexes.containsKey(network.id());
    }

    /** Whether a failure means that the bridge is gone. */
    static boolean isGone(IOException failure) {
        return failure instanceof NetlinkException refused
                && Stream.of(Errno.ENODEV, Errno.EINVAL, Errno.ENXIO, Errno.EOPNOTSUPP)
                        .anyMatch(refused::is);
    }

    /** Links that were ports of it when somebody took it away. */
    void plugAgain(int bridge, Collection<String> ports) throws IOException {
        for (String port : ports) {
            links().join(port, bridge);
        }
    }

    private static List<Prefix> gateways(Network network) {
        List<Prefix> gateways = new ArrayList<>();
        for (IpamPool pool : network.ipam().config()) {
            Subnet.address(pool.gateway())
                    .ifPresent(address -> gateways.add(
                            new Prefix(address, Subnet.parse(pool.subnet()).length())));
        }
        return gateways;
    }

    /** Takes the bridge away, and its rules. */
    public synchronized void remove(Network network) {
        String name = linkName(network);
        indexes.remove(network.id());
        try {
            if (network.hasCards()) {
                cards.remove(network);
            }
            if (!network.hasBridge()) {
                return;
            }
            links().delete(name);
            firewall.forget(name);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot remove bridge " + name, e);
        }
    }

    /** Subnets that a new network must not overlap: what this host has routes and addresses for. The default route is for everything and counts for nothing. */
    public Set<Subnet> usedByHost() throws IOException {
        return Stream.concat(
                        links().routes().stream().map(route -> subnet(route.destination())),
                        links().addresses().stream().map(assigned -> subnet(assigned.prefix())))
                .filter(subnet -> subnet.length() > 0)
                .collect(Collectors.toSet());
    }

    private static Subnet subnet(Prefix prefix) {
        return Subnet.of(prefix.address(), prefix.length());
    }

    /** Whether a network's bridge is on the host now. */
    public boolean isThere(Network network) throws IOException {
        return links().find(linkName(network)).isPresent();
    }

    /** Takes away links to containers that nobody knows, and whole bridges that nobody uses. */
    public void sweep(Collection<Network> networks, Set<String> used, Set<String> known) throws IOException {
        List<Link> all = links().list();
        boolean any = false;
        for (Network network : networks) {
            if (!network.hasBridge()) {
                continue;
            }
            Optional<Link> bridge = all.stream()
                    .filter(link -> link.name().equals(linkName(network)))
                    .findFirst();
            any |= bridge.isPresent();
            if (bridge.isPresent() && !used.contains(network.id())) {
                links().delete(bridge.get().name());
            } else if (bridge.isPresent()) {
                sweep(all, bridge.get(), known);
            }
        }
        if (any && used.isEmpty() && Nftables.isThere()) {
            firewall.remove();
        }
    }

    private void sweep(List<Link> all, Link bridge, Set<String> known) throws IOException {
        for (Link link : all) {
            if (link.master() == bridge.index() && !known.contains(link.name())) {
                links().delete(link.name());
            }
        }
    }

    /** What keeps bridge networks from working here; empty: nothing. */
    public Optional<String> trouble(Network network, Collection<String> told) {
        try {
            ensure(network, told);
            return Optional.empty();
        } catch (IOException | EngineException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public synchronized void close() {
        BridgeLinks open = links;
        if (open != null) {
            open.close();
            links = null;
        }
        firewall.close();
    }
}
