package sampan.core.network.name;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What another name server has answered.
 *
 * @param lifetime for how long it is true, in seconds; 0: it is not to be kept
 * @param ttls where its records' times to live stand
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Answer(byte[] message, int code, boolean truncated, long lifetime, List<Integer> ttls) {
    private static final long LONGEST = 86_400;
    private static final long LONGEST_NEGATIVE = 3_600;
    private static final int TTL_AND_LENGTH = 6;

    /** @throws MalformedException also for what answers another question */
    static Answer parse(Query query, byte[] message) throws MalformedException {
        Wire wire = new Wire(message, message.length);
        check(query, wire);
        int flags = wire.header(1);
        int answers = wire.header(3);
        long positive = LONGEST;
        long negative = 0;
        List<Integer> ttls = new ArrayList<>();
        int records = answers + wire.header(4) + wire.header(5);
        for (int i = 0; i < records; i++) {
            Wire.Fields record = wire.record();
            if (record.type() == Wire.OPT) {
                continue; // what stands where others have a time is something else
            }
            ttls.add(record.ttlAt());
            if (i < answers) {
                positive = Math.min(positive, record.ttl());
            } else if (record.type() == Wire.SOA) {
                negative = negative(wire, record);
            }
        }
        int code = flags & Wire.RCODE;
        boolean truncated = (flags & Wire.TRUNCATED) != 0;
        boolean kept = isSaid(code) && !truncated;
        long lifetime = code == Wire.NO_ERROR && answers > 0 ? positive : negative;
        return new Answer(message, code, truncated, kept ? lifetime : 0, ttls);
    }

    private static void check(Query query, Wire wire) throws MalformedException {
        boolean answersOne = (wire.header(1) & Wire.RESPONSE) != 0 && wire.header(2) == 1;
        if (!answersOne
                || !wire.name().equals(query.name())
                || wire.number() != query.type()
                || wire.number() != query.klass()) {
            throw new MalformedException("an answer to another question");
        }
    }

    /** RFC 2308: a zone's last number says for how long it is true that something is not there. */
    private static long negative(Wire wire, Wire.Fields zone) {
        boolean said = zone.end() - zone.ttlAt() >= TTL_AND_LENGTH + Integer.BYTES;
        return said ? Math.min(LONGEST_NEGATIVE, Math.min(zone.ttl(), wire.last4(zone.end()))) : 0;
    }

    /** Whether it says what is, or that nothing is, and not that its server does not know. */
    boolean isSaid() {
        return isSaid(code);
    }

    private static boolean isSaid(int code) {
        return code == Wire.NO_ERROR || code == Wire.NO_SUCH_NAME;
    }

    boolean isPositive() {
        return code == Wire.NO_ERROR && ByteBuffer.wrap(message).getShort(6) != 0;
    }

    /** As an answer to this query, that much later; cut off where it comes by UDP and has no room. */
    byte[] to(Query query, long secondsLater, boolean stream) {
        ByteBuffer reply = ByteBuffer.wrap(message.clone());
        int flags = Short.toUnsignedInt(reply.getShort(2));
        if (!stream && message.length > query.room()) {
            return Replies.truncated(query, flags);
        }
        reply.putShort(0, (short) query.id());
        // The letters of the question are given back as they came: some who ask look at their case.
        reply.put(Wire.HEADER, query.message(), Wire.HEADER, query.questionEnd() - Wire.HEADER);
        for (int at : ttls) {
            long left = Integer.toUnsignedLong(reply.getInt(at)) - secondsLater;
            reply.putInt(at, (int) Math.max(0, left));
        }
        return reply.array();
    }
}
