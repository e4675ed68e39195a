package sampan.core.network.link;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.netlink.Addresses;
import sampan.kernel.netlink.HardwareAddress;
import sampan.kernel.netlink.Link;
import sampan.kernel.netlink.LinkKind;
import sampan.kernel.netlink.Links;
import sampan.kernel.netlink.NetlinkException;
import sampan.kernel.netlink.NewLink;
import sampan.kernel.netlink.Prefix;
import sampan.kernel.netlink.RouteSocket;
import sampan.kernel.netlink.Routes;

/** Bridges of the host and the pairs of links that join containers to them. */
public final class BridgeLinks implements AutoCloseable {
    private static final String BRIDGE = "bridge";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("::1");
    private static final String ON = "1";
    private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4/conf");

    private final RouteSocket socket;
    private final Links links;
    private final Addresses addresses;

    private BridgeLinks(RouteSocket socket) {
        this.socket = socket;
        links = new Links(socket);
        addresses = new Addresses(socket);
    }

    public static BridgeLinks open() throws IOException {
        return new BridgeLinks(RouteSocket.open());
    }

    /** All links of this host. */
    public List<Link> list() throws IOException {
        return links.list();
    }

    /** Whether this host has a link of this name, without waiting for anybody. (rtnl_lock) */
    public static boolean isThere(String name) {
        return Files.exists(SETTINGS.resolve(name));
    }

    public Optional<Link> find(String name) throws IOException {
        return links.find(name);
    }

    /** All routes of this host. */
    public List<Routes.Route> routes() throws IOException {
        return new Routes(socket).list();
    }

    /** All addresses of this host's links. */
    public List<Addresses.Assigned> addresses() throws IOException {
        return addresses.list();
    }

    /**
     * The bridge of this name with these addresses, made if it is not there.
     *
     * @param gateways the host's addresses on it
     * @param mtu 0: the kernel's choice
     * @return its index
     */
    public int bridge(String name, List<Prefix> gateways, int mtu) throws IOException {
        Optional<Link> there = links.find(name);
        if (there.isPresent() && !there.get().kind().equals(BRIDGE)) {
            throw new IOException("there is a link " + name + " that is no bridge");
        }
        if (there.isEmpty()) {
            links.create(NewLink.of(name, new LinkKind.Bridge()).mtu(mtu).address(addressOf(name)));
            settle(name, gateways);
        }
        int index = links.find(name)
                .orElseThrow(() -> new IOException("bridge " + name + " is gone"))
                .index();
        for (Prefix gateway : gateways) {
            assign(index, gateway);
        }
        links.up(index);
        if (gateways.stream().anyMatch(BridgeLinks::isV6)) {
            answerTheLoopback(index);
        }
        return index;
    }

    static boolean isV6(Prefix prefix) {
        return prefix.address().getAddress().length > 4;
    }

    /**
     * For [::1]:PORT of this host: answers come in by the bridge, and the kernel looks for ::1 on the link where they come in. A packet that is sent to ::1 from outside
     * is dropped before that. (RFC 4291, 2.5.3) Where bridges ask the packet filter (br_netfilter), the answers are dropped there as well.
     */
    private void answerTheLoopback(int index) throws IOException {
        try {
            new Routes(socket).addLocal(LOOPBACK, index);
        } catch (NetlinkException refused) {
            if (!refused.is(Errno.EEXIST)) {
                throw refused;
            }
        }
    }

    /** Always the same: a bridge without one takes that of a port, another one whenever a container goes. */
    static HardwareAddress addressOf(String name) {
        return new HardwareAddress((0x0242L << 32) | Integer.toUnsignedLong(name.hashCode()));
    }

    private static void settle(String name, List<Prefix> gateways) throws IOException {
        boolean v6 = gateways.stream().anyMatch(BridgeLinks::isV6);
        Sysctl.set("net/ipv6/conf/" + name + "/accept_ra", "0");
        // Its fe80:: address serves at once. While the kernel asks whether somebody else has it, a second or two from
        // the first container on, the host forwards to none
        // behind it whom it does not know yet; and a container could say that it has it.
        Sysctl.set("net/ipv6/conf/" + name + "/accept_dad", "0");
        Sysctl.set("net/ipv6/conf/" + name + "/disable_ipv6", v6 ? "0" : ON);
        // For 127.0.0.1:PORT of this host; the firewall drops what comes in with such an address.
        Sysctl.set("net/ipv4/conf/" + name + "/route_localnet", ON);
    }

    private void assign(int index, Prefix prefix) throws IOException {
        try {
            addresses.add(index, prefix);
        } catch (NetlinkException refused) {
            if (!refused.is(Errno.EEXIST)) {
                throw refused;
            }
        }
    }

    /** @return whether it was there */
    public boolean delete(String name) throws IOException {
        Optional<Link> there = links.find(name);
        return there.isPresent() && links.delete(there.get().index());
    }

    /**
     * What joins a container to a bridge.
     *
     * @param hostLink name of the end that is a port of the bridge
     * @param link name in the container
     * @param own the container's addresses
     * @param gateways where what is not on the network is sent; none where another network has that
     */
    public record Plug(
            String hostLink,
            String link,
            HardwareAddress address,
            int mtu,
            List<Prefix> own,
            List<InetAddress> gateways) {}

    /** Both ends are up and the inner one has its addresses when this returns. */
    public void plug(int bridge, PreparedNamespace namespace, Plug plug) throws IOException {
        LinkKind.Veth pair = new LinkKind.Veth(plug.link(), plug.address(), plug.mtu(), namespace.descriptor());
        links.create(
                NewLink.of(plug.hostLink(), pair).mtu(plug.mtu()).portOf(bridge).upAtOnce());
        configure(namespace, plug);
    }

    private static void configure(PreparedNamespace namespace, Plug plug) throws IOException {
        Links links = new Links(namespace.routes());
        int inner = links.find(plug.link())
                .orElseThrow(() -> new IOException("link " + plug.link() + " is gone"))
                .index();
        Addresses addresses = new Addresses(namespace.routes());
        for (Prefix own : plug.own()) {
            addresses.add(inner, own);
        }
        links.up(inner);
        route(namespace, inner, plug.gateways());
    }

    /** What no other network is for leaves by this link from now on. */
    public static void route(PreparedNamespace namespace, String link, List<InetAddress> gateways) throws IOException {
        Optional<Link> found = new Links(namespace.routes()).find(link);
        if (found.isPresent()) {
            route(namespace, found.get().index(), gateways);
        }
    }

    private static void route(PreparedNamespace namespace, int link, List<InetAddress> gateways) throws IOException {
        Routes routes = new Routes(namespace.routes());
        for (InetAddress gateway : gateways) {
            routes.add(Routes.Route.byDefault(gateway, link));
        }
    }

    /** Makes a link, if it is there, a port of a bridge. */
    public void join(String hostLink, int bridge) throws IOException {
        Optional<Link> there = links.find(hostLink);
        if (there.isPresent()) {
            links.master(there.get().index(), bridge);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
