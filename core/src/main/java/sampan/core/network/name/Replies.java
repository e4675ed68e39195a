package sampan.core.network.name;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Answers of our own. Pure. */
final class Replies {
    /** As Docker says, in seconds. */
    static final int TTL = 600;

    private static final int TO_QUESTION = 0xc000 | Wire.HEADER;
    private static final int RECORD = 12;
    private static final int OPT_RECORD = 11;
    private static final int OUR_ROOM = 1232;
    private static final int LARGEST = 65535;

    private Replies() {}

    /**
     * Nobody has anything to say.
     *
     * @param code one of {@link Wire}'s
     */
    static byte[] none(Query query, int code) {
        ByteBuffer reply = begin(query, query.questionEnd() + OPT_RECORD);
        reply.putShort(2, (short) (reply.getShort(2) | code));
        return end(query, reply, 0);
    }

    /** To something that could not be read: its header alone. */
    static byte[] unreadable(byte[] message) {
        ByteBuffer reply = ByteBuffer.allocate(Wire.HEADER);
        reply.put(message, 0, 2);
        int flags = Short.toUnsignedInt(ByteBuffer.wrap(message).getShort(2));
        reply.putShort((short) (Wire.RESPONSE | (flags & Wire.OPCODE) | Wire.FORMAT_ERROR));
        return reply.array();
    }

    /** Those of the family that is asked for, as many as there is room for; the reply says so when that is not all. */
    static byte[] addresses(Query query, List<InetAddress> addresses, boolean stream) {
        int bytes = query.type() == Wire.A ? 4 : 16;
        List<byte[]> fitting = new ArrayList<>(addresses.size());
        for (InetAddress one : addresses) {
            byte[] address = one.getAddress();
            if (address.length == bytes) {
                fitting.add(address);
            }
        }
        int room = stream ? LARGEST : query.room();
        int most = Math.max(0, (room - query.questionEnd() - OPT_RECORD) / (RECORD + bytes));
        int count = Math.min(most, fitting.size());
        ByteBuffer reply = begin(query, query.questionEnd() + OPT_RECORD + count * (RECORD + bytes));
        for (int i = 0; i < count; i++) {
            record(reply, query.type(), bytes).put(fitting.get(i));
        }
        if (count < fitting.size()) {
            reply.putShort(2, (short) (reply.getShort(2) | Wire.TRUNCATED));
        }
        return end(query, reply, count);
    }

    /** @param name of labels of at most 63 letters, in ASCII */
    static byte[] pointer(Query query, String name) {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer encoded = ByteBuffer.allocate(letters.length + 2);
        for (String label : name.split("\\.", -1)) {
            byte[] text = label.getBytes(StandardCharsets.US_ASCII);
            encoded.put((byte) text.length).put(text);
        }
        encoded.put((byte) 0);
        ByteBuffer reply = begin(query, query.questionEnd() + OPT_RECORD + RECORD + encoded.position());
        record(reply, Wire.PTR, encoded.position()).put(encoded.array(), 0, encoded.position());
        return end(query, reply, 1);
    }

    /** Who asks shall ask again by TCP. */
    static byte[] truncated(Query query, int flags) {
        ByteBuffer reply = begin(query, query.questionEnd() + OPT_RECORD);
        reply.putShort(2, (short) (flags | Wire.RESPONSE | Wire.TRUNCATED));
        return end(query, reply, 0);
    }

    private static ByteBuffer record(ByteBuffer reply, int type, int bytes) {
        return reply.putShort((short) TO_QUESTION)
                .putShort((short) type)
                .putShort((short) Wire.IN)
                .putInt(TTL)
                .putShort((short) bytes);
    }

    private static ByteBuffer begin(Query query, int size) {
        ByteBuffer reply = ByteBuffer.allocate(size);
        reply.put(query.message(), 0, query.questionEnd());
        int kept = query.flags() & (Wire.OPCODE | Wire.RECURSION_DESIRED | Wire.CHECKING_DISABLED);
        reply.putShort(2, (short) (Wire.RESPONSE | Wire.RECURSION_AVAILABLE | kept));
        reply.putShort(4, (short) 1);
        return reply;
    }

    private static byte[] end(Query query, ByteBuffer reply, int answers) {
        reply.putShort(6, (short) answers).putShort(8, (short) 0).putShort(10, (short) 0);
        if (query.extended()) {
            reply.putShort(10, (short) 1);
            reply.put((byte) 0).putShort((short) Wire.OPT).putShort((short) OUR_ROOM);
            reply.putInt(0).putShort((short) 0);
        }
        byte[] message = new byte[reply.position()];
        reply.flip().get(message);
        return message;
    }
}
