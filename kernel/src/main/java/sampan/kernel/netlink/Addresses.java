package sampan.kernel.netlink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;

/** RTM_NEWADDR, RTM_DELADDR and RTM_GETADDR: the addresses of one network namespace. (rtnetlink(7)) */
public final class Addresses {
    private static final int NEW = 20;
    private static final int DELETE = 21;
    private static final int GET = 22;
    private static final int ADDRESS = 1;
    private static final int LOCAL = 2;
    private static final int BROADCAST = 4;
    private static final int FLAGS = 8;
    /** Not looked for on the link before it is used: nobody else can have it. */
    private static final int NO_DUPLICATE_DETECTION = 0x2;

    private static final int FIXED = NetlinkWriter.HEADER + 8;
    private static final int INET = 2;

    private final RouteSocket socket;

    public Addresses(RouteSocket socket) {
        this.socket = socket;
    }

    /**
     * An address of a link.
     *
     * @param link its index
     */
    public record Assigned(int link, Prefix prefix) {}

    /** @throws NetlinkException EEXIST when the link has it already */
    public void add(int link, Prefix prefix) throws IOException {
        NetlinkWriter request = request(NEW, RouteSocket.CREATE | RouteSocket.EXCLUSIVE, link, prefix);
        broadcast(prefix).ifPresent(address -> request.bytes(BROADCAST, address));
        if (prefix.family() != INET) {
            request.number(FLAGS, NO_DUPLICATE_DETECTION);
        }
        socket.ask(request, "RTM_NEWADDR " + prefix + " dev " + link);
    }

    /** @return whether it was there */
    public boolean delete(int link, Prefix prefix) throws IOException {
        return socket.askIfThere(
                request(DELETE, 0, link, prefix), "RTM_DELADDR " + prefix + " dev " + link, Errno.EADDRNOTAVAIL);
    }

    public List<Assigned> list() throws IOException {
        NetlinkWriter request = new NetlinkWriter(GET, RouteSocket.REQUEST | RouteSocket.DUMP)
                .u8(0, 0, 0, 0)
                .u32(0);
        return socket.ask(request, "RTM_GETADDR").stream()
                .flatMap(message -> assigned(message).stream())
                .toList();
    }

    private static Optional<Assigned> assigned(ByteBuffer message) {
        Attributes attributes = new Attributes(message.slice(FIXED, message.limit() - FIXED));
        int length = Byte.toUnsignedInt(message.get(NetlinkWriter.HEADER + 1));
        return attributes
                .bytes(LOCAL)
                .or(() -> attributes.bytes(ADDRESS))
                .map(address -> new Assigned(message.getInt(NetlinkWriter.HEADER + 4), Prefix.of(address, length)));
    }

    private static NetlinkWriter request(int type, int flags, int link, Prefix prefix) {
        byte[] address = prefix.address().getAddress();
        return new NetlinkWriter(type, RouteSocket.REQUEST | RouteSocket.ACKNOWLEDGE | flags)
                .u8(prefix.family(), prefix.length(), 0, 0)
                .u32(link)
                .bytes(LOCAL, address)
                .bytes(ADDRESS, address);
    }

    /** All bits of the host's part set; IPv6 has none, and neither have networks of one or two addresses. */
    private static Optional<byte[]> broadcast(Prefix prefix) {
        byte[] address = prefix.address().getAddress();
        if (prefix.family() != INET || prefix.length() > 30) {
            return Optional.empty();
        }
        for (int bit = prefix.length(); bit < 32; bit++) {
            address[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        return Optional.of(address);
    }
}
