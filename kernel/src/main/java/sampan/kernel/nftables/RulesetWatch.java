package sampan.kernel.nftables;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;
import sampan.kernel.file.Fcntl;
import sampan.kernel.process.Poller;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.Received;

/** Hears when anybody takes a table out of the packet filter of this network namespace. (netlink(7), NETLINK_NETFILTER, group NFTABLES) */
public final class RulesetWatch implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int NETLINK_NETFILTER = 12;
    private static final int SOL_NETLINK = 270;
    private static final int ADD_MEMBERSHIP = 1;
    private static final int GROUP_NFTABLES = 7;
    private static final int ADDRESS = 12;
    private static final int HEADER = 16;
    private static final int LIMIT = 1 << 16;
    /** {@code NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_DELTABLE}. */
    private static final int TABLE_GONE = 10 << 8 | 2;

    private final Fd socket;
    private final Poller poller;
    private final Runnable gone;

    private RulesetWatch(Fd socket, Poller poller, Runnable gone) {
        this.socket = socket;
        this.poller = poller;
        this.gone = gone;
    }

    /**
     * Begins to listen.
     *
     * @param gone runs on a thread of its own after some table went, whoever took it; also when so much happened that it was missed
     */
    public static RulesetWatch start(Runnable gone) throws IOException {
        try (Fd socket = open()) {
            join(socket);
            Fcntl.setNonBlocking(socket, true);
            RulesetWatch watch = new RulesetWatch(socket.release(), Poller.start("firewall"), gone);
            watch.poller.register(watch.socket, Poller.IN, _ -> watch.hear());
            return watch;
        }
    }

    private static Fd open() throws SyscallException {
        long result = Call.SOCKET.invoke(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
        if (result < 0) {
            throw SyscallException.of(Call.SOCKET, result, "AF_NETLINK", "SOCK_RAW", "NETLINK_NETFILTER");
        }
        return Fd.of(result);
    }

    private static void join(Fd socket) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(ADDRESS, 4);
            address.set(JAVA_SHORT, 0, (short) AF_NETLINK);
            long bound = Call.BIND.invoke(socket.number(), address.address(), ADDRESS);
            if (bound < 0) {
                throw SyscallException.of(Call.BIND, bound, socket, "AF_NETLINK");
            }
            MemorySegment group = arena.allocateFrom(JAVA_INT, GROUP_NFTABLES);
            long joined = Call.SETSOCKOPT.invoke(socket.number(), SOL_NETLINK, ADD_MEMBERSHIP, group.address(), 4);
            if (joined < 0) {
                throw SyscallException.of(Call.SETSOCKOPT, joined, socket, "SOL_NETLINK", "NETLINK_ADD_MEMBERSHIP");
            }
        }
    }

    private void hear() throws IOException {
        boolean any = false;
        try {
            for (Optional<Received> message = next(); message.isPresent(); message = next()) {
                any |= tells(ByteBuffer.wrap(message.get().payload()).order(ByteOrder.nativeOrder()));
            }
        } catch (SyscallException e) {
            any = true;
            if (!e.is(Errno.ENOBUFS)) {
                throw e;
            }
        }
        if (any) {
            gone.run();
        }
    }

    private Optional<Received> next() throws IOException {
        try {
            return Message.receive(socket, LIMIT, 0);
        } catch (SyscallException e) {
            if (e.is(Errno.EAGAIN)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean tells(ByteBuffer datagram) {
        for (int at = 0; at + HEADER <= datagram.limit(); ) {
            int length = datagram.getInt(at);
            if (Short.toUnsignedInt(datagram.getShort(at + 4)) == TABLE_GONE) {
                return true;
            }
            if (length < HEADER) {
                return false;
            }
            at += (length + 3) & ~3;
        }
        return false;
    }

    @Override
    public void close() {
        poller.close();
        socket.close();
    }
}
