package sampan.kernel.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** rtnetlink(7): the addresses of network interfaces, as this process's network namespace has them. */
public final class InterfaceAddresses {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int NETLINK_ROUTE = 0;
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int RTM_NEWADDR = 20;
    private static final int RTM_GETADDR = 22;
    private static final int NLM_F_REQUEST_DUMP = 0x301;
    private static final int HEADER = 16;
    private static final int IFADDRMSG = 8;
    private static final int ATTRIBUTE = 4;
    private static final int IFA_F_PERMANENT = 0x80;
    private static final int RT_SCOPE_UNIVERSE = 0;
    private static final int ROOM = 65536;

    /** IFA_ADDRESS, IFA_LOCAL and IFA_BROADCAST: what makes an address. */
    private static final Set<Integer> KEPT = Set.of(1, 2, 4);

    private InterfaceAddresses() {}

    /**
     * The permanent ones of global scope.
     *
     * @param index of the interface
     * @return for each a struct ifaddrmsg with its attributes, as a request to make it takes them
     */
    public static List<byte[]> permanent(int index) throws IOException {
        List<byte[]> found = new ArrayList<>();
        try (Fd socket = open()) {
            ByteBuffer request = ByteBuffer.allocate(HEADER + IFADDRMSG).order(ByteOrder.LITTLE_ENDIAN);
            request.putInt(HEADER + IFADDRMSG).putShort((short) RTM_GETADDR).putShort((short) NLM_F_REQUEST_DUMP);
            Message.send(socket, request.array());
            boolean more = true;
            while (more) {
                Optional<Received> answer = Message.receive(socket, ROOM, 0);
                more = answer.isPresent() && take(answer.get().payload(), index, found);
            }
        }
        return found;
    }

    private static Fd open() throws SyscallException {
        long result = Call.SOCKET.invoke(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
        if (result < 0) {
            throw SyscallException.of(Call.SOCKET, result, "AF_NETLINK", "SOCK_RAW", "NETLINK_ROUTE");
        }
        return Fd.of(result);
    }

    /** False at the end. */
    private static boolean take(byte[] answer, int index, List<byte[]> found) throws SyscallException {
        ByteBuffer messages = ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + HEADER <= answer.length; ) {
            int length = messages.getInt(at);
            switch (messages.getShort(at + 4)) {
                case NLMSG_DONE -> {
                    return false;
                }
                case NLMSG_ERROR -> throw new SyscallException("RTM_GETADDR", -messages.getInt(at + HEADER));
                case RTM_NEWADDR ->
                    address(messages.slice(at + HEADER, length - HEADER), index).ifPresent(found::add);
                default -> {}
            }
            at += Math.max(HEADER, (length + 3) & ~3);
        }
        return true;
    }

    private static Optional<byte[]> address(ByteBuffer sliced, int index) {
        ByteBuffer message = sliced.order(ByteOrder.LITTLE_ENDIAN);
        boolean wanted = message.getInt(4) == index
                && (message.get(2) & IFA_F_PERMANENT) != 0
                && message.get(3) == RT_SCOPE_UNIVERSE;
        if (!wanted) {
            return Optional.empty();
        }
        ByteBuffer kept = ByteBuffer.allocate(message.capacity()).put(message.slice(0, IFADDRMSG));
        for (int at = IFADDRMSG; at + ATTRIBUTE <= message.capacity(); ) {
            int length = (Short.toUnsignedInt(message.getShort(at)) + 3) & ~3;
            if (length < ATTRIBUTE || at + length > message.capacity()) {
                break;
            }
            if (KEPT.contains((int) message.getShort(at + 2))) {
                kept.put(message.slice(at, length));
            }
            at += length;
        }
        byte[] bytes = new byte[kept.position()];
        kept.flip().get(bytes);
        return Optional.of(bytes);
    }
}
