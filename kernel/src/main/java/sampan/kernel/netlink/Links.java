package sampan.kernel.netlink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;

/** RTM_NEWLINK, RTM_DELLINK and RTM_GETLINK: the links of one network namespace. (rtnetlink(7)) */
public final class Links {
    private static final int NEW = 16;
    private static final int DELETE = 17;
    private static final int GET = 18;

    private static final int ADDRESS = 1;
    private static final int NAME = 3;
    private static final int MTU = 4;
    private static final int LINK = 5;
    private static final int MASTER = 10;
    private static final int LINKINFO = 18;
    private static final int NET_NS_FD = 28;
    private static final int INFO_KIND = 1;
    private static final int INFO_DATA = 2;
    private static final int VETH_PEER = 1;
    private static final int MODE = 1;

    private static final int FLAG_UP = 1;
    private static final int FIXED = NetlinkWriter.HEADER + 16;
    /** IFNAMSIZ with its NUL. */
    private static final int LONGEST_NAME = 15;

    private final RouteSocket socket;

    public Links(RouteSocket socket) {
        this.socket = socket;
    }

    /** @throws NetlinkException EEXIST when the name is taken; EOPNOTSUPP when this kernel has no such kind */
    public void create(NewLink link) throws IOException {
        int flags = link.up() ? FLAG_UP : 0;
        NetlinkWriter request = message(NEW, RouteSocket.CREATE | RouteSocket.EXCLUSIVE)
                .link(0, flags, flags)
                .text(NAME, checked(link.name()));
        link.address().ifPresent(given -> request.bytes(ADDRESS, given.bytes()));
        number(request, MTU, link.mtu());
        number(request, MASTER, link.master());
        number(request, LINK, parent(link.kind()));
        link.namespace().ifPresent(elsewhere -> request.number(NET_NS_FD, elsewhere.number()));
        request.nested(LINKINFO, () -> {
            request.text(INFO_KIND, link.kind().word());
            request.nested(INFO_DATA, () -> options(request, link.kind()));
        });
        socket.ask(
                request, "RTM_NEWLINK " + link.name() + " type " + link.kind().word());
    }

    private static void peer(NetlinkWriter request, LinkKind.Veth end) {
        request.link(0, 0, 0)
                .text(NAME, checked(end.peer()))
                .bytes(ADDRESS, end.peerAddress().bytes())
                .number(NET_NS_FD, end.namespace().number());
        number(request, MTU, end.mtu());
    }

    private static void number(NetlinkWriter request, int attribute, int value) {
        if (value != 0) {
            request.number(attribute, value);
        }
    }

    private static int parent(LinkKind kind) {
        return switch (kind) {
            case LinkKind.Macvlan card -> card.parent();
            case LinkKind.Ipvlan card -> card.parent();
            case LinkKind.Vlan card -> card.parent();
            case LinkKind.Bridge _, LinkKind.Veth _, LinkKind.Dummy _ -> 0;
        };
    }

    private static void options(NetlinkWriter request, LinkKind kind) {
        switch (kind) {
            case LinkKind.Veth end -> request.nested(VETH_PEER, () -> peer(request, end));
            case LinkKind.Macvlan card -> request.number(MODE, card.mode().number);
            case LinkKind.Ipvlan card -> request.bytes(MODE, new byte[] {(byte) card.mode().number, 0});
            case LinkKind.Vlan card ->
                request.bytes(MODE, new byte[] {(byte) card.id(), (byte) (card.id() >> Byte.SIZE)});
            case LinkKind.Bridge _, LinkKind.Dummy _ -> {}
        }
    }

    /**
     * Both ends of a veth go with either.
     *
     * @return whether it was there
     */
    public boolean delete(int index) throws IOException {
        return socket.askIfThere(request(DELETE, 0, index), "RTM_DELLINK " + index, Errno.ENODEV);
    }

    public void up(int index) throws IOException {
        socket.ask(message(NEW, 0).link(index, FLAG_UP, FLAG_UP), "RTM_NEWLINK " + index + " up");
    }

    public void down(int index) throws IOException {
        socket.ask(message(NEW, 0).link(index, 0, FLAG_UP), "RTM_NEWLINK " + index + " down");
    }

    /** @param mtu in bytes, 68 to what the kind of link allows */
    public void mtu(int index, int mtu) throws IOException {
        socket.ask(request(NEW, 0, index).number(MTU, mtu), "RTM_NEWLINK " + index + " mtu " + mtu);
    }

    /** @param bridge its index; 0: the link is to be nobody's port */
    public void master(int index, int bridge) throws IOException {
        socket.ask(request(NEW, 0, index).number(MASTER, bridge), "RTM_NEWLINK " + index + " master " + bridge);
    }

    /** Only a link that is down can be named anew before Linux 6.2. */
    public void rename(int index, String name) throws IOException {
        socket.ask(request(NEW, 0, index).text(NAME, checked(name)), "RTM_NEWLINK " + index + " name " + name);
    }

    /** It comes down by this, and may get another index there. */
    public void move(int index, Fd namespace) throws IOException {
        socket.ask(request(NEW, 0, index).number(NET_NS_FD, namespace.number()), "RTM_NEWLINK " + index + " netns");
    }

    public Optional<Link> find(String name) throws IOException {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        return find(message(GET, 0).link(0, 0, 0).text(NAME, name), "RTM_GETLINK " + name);
    }

    public Optional<Link> find(int index) throws IOException {
        return find(message(GET, 0).link(index, 0, 0), "RTM_GETLINK " + index);
    }

    private Optional<Link> find(NetlinkWriter request, String shown) throws IOException {
        try {
            return socket.ask(request, shown).stream().map(Links::link).findFirst();
        } catch (NetlinkException refused) {
            if (refused.is(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    public List<Link> list() throws IOException {
        return socket
                .ask(new NetlinkWriter(GET, RouteSocket.REQUEST | RouteSocket.DUMP).link(0, 0, 0), "RTM_GETLINK")
                .stream()
                .map(Links::link)
                .toList();
    }

    private static Link link(ByteBuffer message) {
        Attributes attributes = new Attributes(message.slice(FIXED, message.limit() - FIXED));
        return new Link(
                message.getInt(NetlinkWriter.HEADER + 4),
                attributes.text(NAME).orElse(""),
                attributes.nested(LINKINFO).text(INFO_KIND).orElse(""),
                (message.getInt(NetlinkWriter.HEADER + 8) & FLAG_UP) != 0,
                attributes.number(MTU).orElse(0),
                attributes.number(MASTER).orElse(0),
                attributes.number(LINK).orElse(0),
                attributes.bytes(ADDRESS).filter(bytes -> bytes.length == 6).map(HardwareAddress::of));
    }

    private static NetlinkWriter message(int type, int flags) {
        return new NetlinkWriter(type, RouteSocket.REQUEST | RouteSocket.ACKNOWLEDGE | flags);
    }

    private static NetlinkWriter request(int type, int flags, int index) {
        return message(type, flags).link(index, 0, 0);
    }

    private static String checked(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a link's name has 1 to " + LONGEST_NAME + " characters: " + name);
        }
        return name;
    }
}
