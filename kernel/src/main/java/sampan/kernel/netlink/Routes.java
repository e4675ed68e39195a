package sampan.kernel.netlink;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;

/** RTM_NEWROUTE, RTM_DELROUTE and RTM_GETROUTE: the main table of one network namespace. (rtnetlink(7)) */
public final class Routes {
    private static final int NEW = 24;
    private static final int DELETE = 25;
    private static final int GET = 26;
    private static final int DESTINATION = 1;
    private static final int OUT = 4;
    private static final int GATEWAY = 5;
    private static final int TABLE = 15;
    private static final int MAIN = 254;
    private static final int LOCAL_TABLE = 255;
    private static final int PROTOCOL_BOOT = 3;
    private static final int UNIVERSE = 0;
    private static final int LINK_SCOPE = 253;
    private static final int UNICAST = 1;
    private static final int LOCAL = 2;
    private static final int FIXED = NetlinkWriter.HEADER + 12;

    private final RouteSocket socket;

    public Routes(RouteSocket socket) {
        this.socket = socket;
    }

    /**
     * A way to a network.
     *
     * @param gateway empty: what is there is reached directly
     * @param link index of the link it leaves by; 0: what the gateway's address says
     */
    public record Route(Prefix destination, Optional<InetAddress> gateway, int link) {
        /** Where to send what no other route is for. */
        public static Route byDefault(InetAddress gateway, int link) {
            byte[] nowhere = new byte[gateway.getAddress().length];
            return new Route(Prefix.of(nowhere, 0), Optional.of(gateway), link);
        }
    }

    /** @throws NetlinkException EEXIST when there is one; ENETUNREACH when the gateway cannot be reached itself */
    public void add(Route route) throws IOException {
        socket.ask(request(NEW, RouteSocket.CREATE | RouteSocket.EXCLUSIVE, route), "RTM_NEWROUTE " + shown(route));
    }

    /** @return whether it was there */
    public boolean delete(Route route) throws IOException {
        return socket.askIfThere(request(DELETE, 0, route), "RTM_DELROUTE " + shown(route), Errno.ESRCH);
    }

    /** Of the main table, both families. */
    public List<Route> list() throws IOException {
        NetlinkWriter request = new NetlinkWriter(GET, RouteSocket.REQUEST | RouteSocket.DUMP)
                .u8(0, 0, 0, 0, 0, 0, 0, 0)
                .u32(0);
        return socket.ask(request, "RTM_GETROUTE").stream()
                .flatMap(message -> route(message).stream())
                .toList();
    }

    private static Optional<Route> route(ByteBuffer message) {
        Attributes attributes = new Attributes(message.slice(FIXED, message.limit() - FIXED));
        int family = message.get(NetlinkWriter.HEADER);
        int length = Byte.toUnsignedInt(message.get(NetlinkWriter.HEADER + 1));
        int table = attributes.number(TABLE).orElse(Byte.toUnsignedInt(message.get(NetlinkWriter.HEADER + 4)));
        if (table != MAIN || message.get(NetlinkWriter.HEADER + 7) != UNICAST || (family != 2 && family != 10)) {
            return Optional.empty();
        }
        byte[] nowhere = new byte[family == 2 ? 4 : 16];
        return Optional.of(new Route(
                Prefix.of(attributes.bytes(DESTINATION).orElse(nowhere), length),
                attributes.bytes(GATEWAY).map(bytes -> Prefix.of(bytes, 0).address()),
                attributes.number(OUT).orElse(0)));
    }

    /** An address that is this host's own where packets for it come in by a link. EEXIST when it is that already. */
    public void addLocal(InetAddress address, int link) throws IOException {
        Prefix own = new Prefix(address, address.getAddress().length * Byte.SIZE);
        int flags = RouteSocket.REQUEST | RouteSocket.ACKNOWLEDGE | RouteSocket.CREATE | RouteSocket.EXCLUSIVE;
        NetlinkWriter request = new NetlinkWriter(NEW, flags)
                .u8(own.family(), own.length(), 0, 0)
                .u8(LOCAL_TABLE, PROTOCOL_BOOT, UNIVERSE, LOCAL)
                .u32(0)
                .bytes(DESTINATION, address.getAddress())
                .number(OUT, link);
        socket.ask(request, "RTM_NEWROUTE local " + own + " dev " + link);
    }

    private static NetlinkWriter request(int type, int flags, Route route) {
        Prefix to = route.destination();
        NetlinkWriter request = new NetlinkWriter(type, RouteSocket.REQUEST | RouteSocket.ACKNOWLEDGE | flags)
                .u8(to.family(), to.length(), 0, 0)
                .u8(MAIN, PROTOCOL_BOOT, route.gateway().isPresent() ? UNIVERSE : LINK_SCOPE, UNICAST)
                .u32(0);
        if (to.length() > 0) {
            request.bytes(DESTINATION, to.address().getAddress());
        }
        route.gateway().ifPresent(gateway -> request.bytes(GATEWAY, gateway.getAddress()));
        if (route.link() != 0) {
            request.number(OUT, route.link());
        }
        return request;
    }

    private static String shown(Route route) {
        return route.destination()
                + route.gateway()
                        .map(gateway -> " via " + gateway.getHostAddress())
                        .orElse("")
                + (route.link() == 0 ? "" : " dev " + route.link());
    }
}
