package sampan.kernel.netlink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import sampan.kernel.Errno;

/** Token bucket filters at the root of links: what leaves by a link, in bytes a second. (tc-tbf(8); RTM_NEWQDISC of rtnetlink(7)) */
public final class TokenBuckets {
    private static final int NEW = 36;
    private static final int DELETE = 37;
    private static final int KIND = 1;
    private static final int OPTIONS = 2;
    private static final int PARAMETERS = 1;
    private static final int RATE64 = 4;
    private static final int BURST = 6;
    private static final int ROOT = 0xffffffff;
    private static final int HANDLE = 0x00010000;
    private static final int RATE_SIZE = 12;
    private static final byte ETHERNET = 1;
    private static final long LARGEST_32 = 0xffffffffL;
    /** What waits for tokens is what may come at once, and a little more. */
    private static final long QUEUE = 1 << 18;

    private final RouteSocket socket;

    public TokenBuckets(RouteSocket socket) {
        this.socket = socket;
    }

    /**
     * In place of whatever is at the root of the link.
     *
     * @param rate bytes a second, from 1
     * @param burst bytes that may go at once, from the link's largest packet to 2 GiB
     * @throws NetlinkException ENOENT when this kernel has no such filter
     */
    public void set(int link, long rate, long burst) throws IOException {
        NetlinkWriter request = request(NEW, RouteSocket.CREATE | RouteSocket.REPLACE, link, HANDLE)
                .text(KIND, "tbf");
        request.nested(OPTIONS, () -> {
            if (rate > LARGEST_32) {
                request.bytes(RATE64, number(rate));
            }
            request.number(BURST, (int) burst).bytes(PARAMETERS, parameters(rate, burst));
        });
        socket.ask(request, "RTM_NEWQDISC tbf dev " + link + " rate " + rate + " burst " + burst);
    }

    /** @return whether there was one */
    public boolean clear(int link) throws IOException {
        return socket.askIfThere(request(DELETE, 0, link, 0), "RTM_DELQDISC dev " + link, Errno.ENOENT);
    }

    private static NetlinkWriter request(int type, int flags, int link, int handle) {
        return new NetlinkWriter(type, RouteSocket.REQUEST | RouteSocket.ACKNOWLEDGE | flags)
                .u8(0, 0, 0, 0)
                .u32(link)
                .u32(handle)
                .u32(ROOT)
                .u32(0);
    }

    /** struct tc_tbf_qopt: rate, peak rate, limit, buffer, mtu. */
    private static byte[] parameters(long rate, long burst) {
        ByteBuffer fields = ByteBuffer.allocate(RATE_SIZE * 2 + 12).order(ByteOrder.nativeOrder());
        fields.put(1, ETHERNET).putInt(RATE_SIZE - 4, (int) Math.min(rate, LARGEST_32));
        return fields.putInt(RATE_SIZE * 2, (int) Math.min(burst + QUEUE, Integer.MAX_VALUE))
                .array();
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(value)
                .array();
    }
}
