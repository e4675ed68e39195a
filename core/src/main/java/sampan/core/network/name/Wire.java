package sampan.core.network.name;

import java.nio.ByteBuffer;

/** A DNS message's bytes, walked through without trust. (RFC 1035, 4) */
final class Wire {
    static final int HEADER = 12;
    static final int A = 1;
    static final int SOA = 6;
    static final int PTR = 12;
    static final int AAAA = 28;
    static final int OPT = 41;
    static final int IN = 1;

    static final int NO_ERROR = 0;
    static final int FORMAT_ERROR = 1;
    static final int SERVER_FAILURE = 2;
    static final int NO_SUCH_NAME = 3;
    static final int NOT_IMPLEMENTED = 4;

    static final int RESPONSE = 0x8000;
    static final int OPCODE = 0x7800;
    static final int TRUNCATED = 0x0200;
    static final int RECURSION_DESIRED = 0x0100;
    static final int RECURSION_AVAILABLE = 0x0080;
    static final int CHECKING_DISABLED = 0x0010;
    static final int RCODE = 0x000f;

    private static final int POINTER = 0xc0;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 255;
    private static final int RECORD = 10;

    private final ByteBuffer bytes;
    private int at = HEADER;

    Wire(byte[] message, int length) throws MalformedException {
        if (length < HEADER) {
            throw new MalformedException("shorter than a header");
        }
        bytes = ByteBuffer.wrap(message, 0, length);
    }

    /** @param field 0: id, 1: flags, 2 to 5: how many questions, answers, authorities, additional records there are */
    int header(int field) {
        return Short.toUnsignedInt(bytes.getShort(2 * field));
    }

    /** Where the next thing begins. */
    int position() {
        return at;
    }

    /** A record's fixed part; {@code end} is where the next one begins. */
    record Fields(int type, int klass, long ttl, int ttlAt, int end) {}

    int number() throws MalformedException {
        need(2);
        int value = Short.toUnsignedInt(bytes.getShort(at));
        at += 2;
        return value;
    }

    long last4(int end) {
        return Integer.toUnsignedLong(bytes.getInt(end - Integer.BYTES));
    }

    /** A name that is written out, in lower case, without the dot at its end; a dot within a label is {@code \.} and so equals no name of ours. */
    String name() throws MalformedException {
        StringBuilder name = new StringBuilder();
        int start = at;
        for (int length = label(); length > 0; length = label()) {
            if (length > LONGEST_LABEL) {
                throw new MalformedException("a pointer where nothing is to be pointed at");
            }
            need(length);
            if (!name.isEmpty()) {
                name.append('.');
            }
            for (int i = 0; i < length; i++) {
                append(name, (char) (bytes.get(at + i) & 0xff));
            }
            at += length;
            if (at - start >= LONGEST_NAME) {
                throw new MalformedException("a name of more than 255 bytes");
            }
        }
        return name.toString();
    }

    private static void append(StringBuilder name, char letter) {
        if (letter == '.' || letter == '\\') {
            name.append('\\');
        }
        name.append(letter >= 'A' && letter <= 'Z' ? (char) (letter + ('a' - 'A')) : letter);
    }

    private int label() throws MalformedException {
        need(1);
        return bytes.get(at++) & 0xff;
    }

    /** Past a name that may end in a pointer; pointers are not followed. */
    private void skipName() throws MalformedException {
        for (int length = label(); length > 0; length = label()) {
            if (length >= POINTER) {
                need(1);
                at++;
                return;
            }
            if (length > LONGEST_LABEL) {
                throw new MalformedException("a label of an unknown kind");
            }
            need(length);
            at += length;
        }
    }

    /** The next record, passed. */
    Fields record() throws MalformedException {
        skipName();
        need(RECORD);
        int type = Short.toUnsignedInt(bytes.getShort(at));
        int klass = Short.toUnsignedInt(bytes.getShort(at + 2));
        long ttl = Integer.toUnsignedLong(bytes.getInt(at + 4));
        int length = Short.toUnsignedInt(bytes.getShort(at + 8));
        int ttlAt = at + 4;
        at += RECORD;
        need(length);
        at += length;
        return new Fields(type, klass, ttl, ttlAt, at);
    }

    private void need(int count) throws MalformedException {
        if (count > bytes.limit() - at) {
            throw new MalformedException("cut off");
        }
    }
}
