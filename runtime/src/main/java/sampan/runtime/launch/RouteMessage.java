package sampan.runtime.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import sampan.runtime.program.Buffer;

/** rtnetlink(7): requests about network devices. What they are about, the device's number, is the four bytes at 20. */
final class RouteMessage {
    static final int NEW_ADDRESS = 20;

    private static final int NEW_LINK = 16;
    private static final int HEADER = 16;
    private static final int IFINFOMSG = 16;
    private static final int ATTRIBUTE = 4;

    /** NLM_F_REQUEST, NLM_F_ACK. */
    private static final short ANSWERED = 5;

    /** NLM_F_EXCL, NLM_F_CREATE. */
    private static final short NEW = 0x600;

    private static final short IFLA_IFNAME = 3;
    private static final short IFLA_NET_NS_PID = 19;
    private static final short IFLA_NET_NS_FD = 28;
    private static final int IFF_UP = 1;

    private RouteMessage() {}

    /** @param body the family's header and attributes */
    static Buffer of(int type, byte[] body, String text) {
        ByteBuffer message = ByteBuffer.allocate(HEADER + body.length).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(HEADER + body.length).putShort((short) type);
        message.putShort(type == NEW_ADDRESS ? (short) (ANSWERED | NEW) : ANSWERED);
        message.put(HEADER, body);
        return Buffer.of(message.array(), text);
    }

    /** Into the network namespace of a process, whose number is to be written into the last four bytes. */
    static Buffer moveToProcess(String name) {
        return move(name, IFLA_NET_NS_PID, 0);
    }

    /** Into the network namespace that this descriptor names. */
    static Buffer moveTo(int namespace, String name) {
        return move(name, IFLA_NET_NS_FD, namespace);
    }

    private static Buffer move(String name, short attribute, int value) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int named = ATTRIBUTE + bytes.length + 1;
        int padded = (named + 3) & ~3;
        ByteBuffer body = ByteBuffer.allocate(IFINFOMSG + padded + ATTRIBUTE + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        body.position(IFINFOMSG);
        body.putShort((short) named).putShort(IFLA_IFNAME).put(bytes);
        body.position(IFINFOMSG + padded);
        body.putShort((short) (ATTRIBUTE + Integer.BYTES)).putShort(attribute).putInt(value);
        return of(NEW_LINK, body.array(), "{RTM_NEWLINK " + name + "}");
    }

    static Buffer up() {
        ByteBuffer body = ByteBuffer.allocate(IFINFOMSG).order(ByteOrder.LITTLE_ENDIAN);
        body.putInt(8, IFF_UP).putInt(12, IFF_UP);
        return of(NEW_LINK, body.array(), "{RTM_NEWLINK IFF_UP}");
    }
}
