package sampan.core.network.name;

/**
 * What is asked.
 *
 * @param name in lower case, without a dot at its end
 * @param questionEnd where the question ends in the message
 * @param room how many bytes an answer by UDP may have
 * @param extended whether who asks speaks EDNS (RFC 6891)
 * @param secured whether signatures are wanted (RFC 3225)
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Query(
        byte[] message,
        int id,
        int flags,
        String name,
        int type,
        int klass,
        int questionEnd,
        int room,
        boolean extended,
        boolean secured) {
    private static final int LEAST_ROOM = 512;
    private static final int MOST_ROOM = 4096;
    private static final int DNSSEC_OK = 0x8000;

    /** @throws MalformedException for what is no query with one question */
    static Query parse(byte[] message) throws MalformedException {
        Wire wire = new Wire(message, message.length);
        if (wire.header(2) != 1) {
            throw new MalformedException("not one question");
        }
        String name = wire.name();
        int type = wire.number();
        int klass = wire.number();
        int questionEnd = wire.position();
        int room = LEAST_ROOM;
        boolean extended = false;
        boolean secured = false;
        int records = wire.header(3) + wire.header(4) + wire.header(5);
        for (int i = 0; i < records; i++) {
            Wire.Fields record = wire.record();
            if (record.type() == Wire.OPT) {
                extended = true;
                room = Math.clamp(record.klass(), LEAST_ROOM, MOST_ROOM);
                secured = (record.ttl() & DNSSEC_OK) != 0;
            }
        }
        return new Query(
                message, wire.header(0), wire.header(1), name, type, klass, questionEnd, room, extended, secured);
    }

    /** Whether it is one that could get an answer at all: an answer to an answer would never end. */
    static boolean isQuery(byte[] message) {
        return message.length >= Wire.HEADER && message[2] >= 0;
    }

    boolean isStandard() {
        return (flags & Wire.OPCODE) == 0;
    }

    boolean asksAddress() {
        return klass == Wire.IN && (type == Wire.A || type == Wire.AAAA);
    }
}
