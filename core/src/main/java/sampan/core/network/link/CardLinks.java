package sampan.core.network.link;

import java.io.IOException;
import java.net.InetAddress;
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

/** Cards of the host, and cards of containers on them. */
public final class CardLinks implements AutoCloseable {
    private static final String PROBE = "sampan-probe";

    private final RouteSocket socket;
    private final Links links;

    private CardLinks(RouteSocket socket) {
        this.socket = socket;
        links = new Links(socket);
    }

    public static CardLinks open() throws IOException {
        return new CardLinks(RouteSocket.open());
    }

    public Optional<Link> find(String name) throws IOException {
        return links.find(name);
    }

    public int index(String name) throws IOException {
        return links.find(name)
                .orElseThrow(() -> new IOException("link " + name + " is gone"))
                .index();
    }

    /** Whether this kernel has such links: one on the loopback is refused in any case, for one reason or another. */
    public boolean knows(LinkKind onLoopback) throws IOException {
        try {
            links.create(NewLink.of(PROBE, onLoopback));
            delete(PROBE);
            return true;
        } catch (NetlinkException refused) {
            return !refused.is(Errno.EOPNOTSUPP);
        }
    }

    /** Makes one of the host's, up. */
    public void make(String name, LinkKind kind) throws IOException {
        links.create(NewLink.of(name, kind));
        links.up(index(name));
    }

    /** @return whether it was there */
    public boolean delete(String name) throws IOException {
        Optional<Link> there = links.find(name);
        return there.isPresent() && links.delete(there.get().index());
    }

    /**
     * A container's own card.
     *
     * @param address empty where it has its parent's
     * @param own the container's addresses
     * @param gateways where what is not on the network is sent
     * @param routed whether all of that leaves by the card, without a gateway
     */
    public record Card(
            String link,
            LinkKind kind,
            Optional<HardwareAddress> address,
            List<Prefix> own,
            List<InetAddress> gateways,
            boolean routed) {}

    /** It is in the namespace, up, and has its addresses when this returns. */
    public void plug(PreparedNamespace namespace, Card card, int mtu) throws IOException {
        NewLink wanted = NewLink.of(card.link(), card.kind()).mtu(mtu).in(namespace.descriptor());
        links.create(card.address().map(wanted::address).orElse(wanted));
        Links inside = new Links(namespace.routes());
        int index = inside.find(card.link())
                .orElseThrow(() -> new IOException("link " + card.link() + " is gone"))
                .index();
        Addresses addresses = new Addresses(namespace.routes());
        for (Prefix own : card.own()) {
            addresses.add(index, own);
        }
        inside.up(index);
        Routes routes = new Routes(namespace.routes());
        for (InetAddress gateway : card.gateways()) {
            Routes.Route route = Routes.Route.byDefault(gateway, index);
            routes.add(card.routed() ? new Routes.Route(route.destination(), Optional.empty(), index) : route);
        }
    }

    /** A card that is to go while its container runs. */
    public static void unplug(PreparedNamespace namespace, String link) throws IOException {
        Links inside = new Links(namespace.routes());
        Optional<Link> there = inside.find(link);
        if (there.isPresent()) {
            inside.delete(there.get().index());
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
