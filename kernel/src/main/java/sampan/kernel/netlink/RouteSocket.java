package sampan.kernel.netlink;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.Received;

/**
 * A NETLINK_ROUTE socket: asks one thing at a time and waits for the answer, which the kernel gives at once. (rtnetlink(7))
 *
 * <p>It acts on the network namespace it was opened in. Not for several threads at once: each call holds the lock.
 */
public final class RouteSocket implements AutoCloseable {
    static final int REQUEST = 0x1;
    static final int ACKNOWLEDGE = 0x4;
    static final int DUMP = 0x300;
    static final int EXCLUSIVE = 0x200;
    static final int CREATE = 0x400;
    static final int REPLACE = 0x100;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int NETLINK_GET_STRICT_CHK = 12;

    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int NLM_F_ACK_TLVS = 0x200;
    private static final int NLMSGERR_ATTR_MSG = 1;
    /** The kernel fills at most 32 KiB at once, unless it is asked for more. */
    private static final int LIMIT = 1 << 16;

    private final Fd socket;
    private int sequence;

    private RouteSocket(Fd socket) {
        this.socket = socket;
    }

    /** In the network namespace of this process. */
    public static RouteSocket open() throws SyscallException {
        long result = Call.SOCKET.invoke(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0);
        if (result < 0) {
            throw SyscallException.of(Call.SOCKET, result, "AF_NETLINK", "SOCK_RAW", "NETLINK_ROUTE");
        }
        return of(Fd.of(result));
    }

    /** One that a process in another network namespace has opened. Takes it over. */
    public static RouteSocket of(Fd opened) throws SyscallException {
        try (opened) {
            option(opened, NETLINK_CAP_ACK);
            option(opened, NETLINK_EXT_ACK);
            option(opened, NETLINK_GET_STRICT_CHK);
            return new RouteSocket(opened.release());
        }
    }

    private static void option(Fd socket, int name) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment on = arena.allocateFrom(JAVA_INT, 1);
            long result = Call.SETSOCKOPT.invoke(socket.number(), SOL_NETLINK, name, on.address(), 4);
            if (result < 0) {
                throw SyscallException.of(Call.SETSOCKOPT, result, socket, "SOL_NETLINK", name, "[1]", 4);
            }
        }
    }

    /**
     * Sends a request and returns what the kernel answers before its acknowledgement.
     *
     * @param shown the request as an error names it
     */
    synchronized List<ByteBuffer> ask(NetlinkWriter request, String shown) throws IOException {
        sequence++;
        Message.send(socket, request.message(sequence));
        List<ByteBuffer> answers = new ArrayList<>();
        while (true) {
            try (Received received = Message.receive(socket, LIMIT, 0)
                    .orElseThrow(() -> new IOException("the netlink socket was closed"))) {
                if (take(ByteBuffer.wrap(received.payload()), answers, shown)) {
                    return answers;
                }
            }
        }
    }

    /** @return whether the answer is complete */
    private boolean take(ByteBuffer datagram, List<ByteBuffer> answers, String shown) throws NetlinkException {
        ByteBuffer rest = datagram.order(ByteOrder.nativeOrder());
        while (rest.remaining() >= NetlinkWriter.HEADER) {
            int start = rest.position();
            int length = rest.getInt(start);
            if (length < NetlinkWriter.HEADER || length > rest.remaining()) {
                return false;
            }
            ByteBuffer message = rest.slice(start, length).order(ByteOrder.nativeOrder());
            rest.position(start + Math.min(NetlinkWriter.aligned(length), rest.remaining()));
            // An answer to something that was asked before an interruption is nobody's any more.
            if (message.getInt(8) == sequence && end(message, answers, shown)) {
                return true;
            }
        }
        return false;
    }

    private static boolean end(ByteBuffer message, List<ByteBuffer> answers, String shown) throws NetlinkException {
        int type = Short.toUnsignedInt(message.getShort(4));
        if (type != NLMSG_ERROR && type != NLMSG_DONE) {
            answers.add(message);
            return false;
        }
        int errno = message.limit() < NetlinkWriter.HEADER + 4 ? 0 : -message.getInt(NetlinkWriter.HEADER);
        if (errno != 0) {
            throw new NetlinkException(shown, errno, words(message, type));
        }
        return true;
    }

    /** What the kernel says in English, behind the header of the request that NETLINK_CAP_ACK leaves. */
    private static String words(ByteBuffer message, int type) {
        int flags = Short.toUnsignedInt(message.getShort(6));
        int from = NetlinkWriter.HEADER + 4 + (type == NLMSG_ERROR ? NetlinkWriter.HEADER : 0);
        if ((flags & NLM_F_ACK_TLVS) == 0 || from > message.limit()) {
            return "";
        }
        return new Attributes(message.slice(from, message.limit() - from))
                .text(NLMSGERR_ATTR_MSG)
                .orElse("");
    }

    /**
     * As {@link #ask}, where it is no error that there is no such thing.
     *
     * @return whether there was
     */
    boolean askIfThere(NetlinkWriter request, String shown, int absent) throws IOException {
        try {
            ask(request, shown);
            return true;
        } catch (NetlinkException refused) {
            if (refused.is(absent) || refused.is(Errno.ENODEV)) {
                return false;
            }
            throw refused;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
