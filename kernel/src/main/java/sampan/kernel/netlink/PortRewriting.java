package sampan.kernel.netlink;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rules of nf_tables in a network namespace: what is sent to one port of an address of the loopback arrives at another one, by TCP and UDP, and answers come from the
 * first. They keep no state of connections: a packet's port is written anew when it is sent. (linux/netfilter/nf_tables.h, nfnetlink.h)
 *
 * @param table its name; one of that name is replaced
 * @param address of IPv4, its first byte the highest
 * @param asked the port that is asked
 * @param served the port at which a server listens
 */
public record PortRewriting(String table, int address, int asked, int served) {
    private static final String CHAIN = "sent";
    private static final int SUBSYSTEM = 10;
    private static final int BATCH_BEGIN = 0x10;
    private static final int BATCH_END = 0x11;
    private static final int NEW_TABLE = SUBSYSTEM << 8;
    private static final int DELETE_TABLE = NEW_TABLE | 2;
    private static final int NEW_CHAIN = NEW_TABLE | 3;
    private static final int NEW_RULE = NEW_TABLE | 6;
    private static final int CREATE = RouteSocket.CREATE;
    private static final int APPEND = 0x800;
    private static final int IPV4 = 2;
    private static final int LOCAL_OUT = 3;
    /** Before connections are looked at. */
    private static final int PRIORITY_RAW = -300;

    private static final int REGISTER = 1;
    private static final int VERDICT_REGISTER = 0;
    private static final int NETWORK_HEADER = 1;
    private static final int TRANSPORT_HEADER = 2;
    private static final int META_OUT = 5;
    private static final int META_PROTOCOL = 16;
    private static final int EQUAL = 0;
    private static final int DIFFERENT = 1;
    private static final int ACCEPT = 1;
    /** In a namespace, the first link. */
    private static final int LOOPBACK = 1;

    /** A protocol, and where its header has the sum over ports and content; the one with most packets first. */
    private enum Protocol {
        UDP(17, 6),
        TCP(6, 16);

        private final byte number;
        private final int sum;

        Protocol(int number, int sum) {
            this.number = (byte) number;
            this.sum = sum;
        }
    }

    /** Which end of a packet's way, and where its address and port stand in their headers. */
    private enum End {
        SOURCE(12, 0),
        DESTINATION(16, 2);

        private final int addressAt;
        private final int portAt;

        End(int addressAt, int portAt) {
            this.addressAt = addressAt;
            this.portAt = portAt;
        }
    }

    /** All messages, for a socket of NETLINK_NETFILTER. The kernel answers only what it refuses; then nothing is done. */
    public byte[] transaction() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        add(all, batch(BATCH_BEGIN));
        add(all, message(NEW_TABLE, CREATE).text(1, table));
        add(all, message(DELETE_TABLE, 0).text(1, table));
        add(all, message(NEW_TABLE, CREATE).text(1, table));
        NetlinkWriter chain = message(NEW_CHAIN, CREATE).text(1, table).text(3, CHAIN);
        chain.nested(4, () -> number(number(chain, 1, LOCAL_OUT), 2, PRIORITY_RAW))
                .text(7, "filter");
        add(all, chain);
        add(all, rule(this::leaveOtherLinksAlone));
        for (Protocol protocol : Protocol.values()) {
            add(all, rule(rule -> rewrite(rule, protocol, End.DESTINATION, asked, served)));
            add(all, rule(rule -> rewrite(rule, protocol, End.SOURCE, served, asked)));
        }
        add(all, batch(BATCH_END));
        return all.toByteArray();
    }

    private static void add(ByteArrayOutputStream all, NetlinkWriter message) {
        all.writeBytes(message.message(0));
    }

    private static NetlinkWriter batch(int type) {
        return new NetlinkWriter(type, RouteSocket.REQUEST).u8(0, 0, 0, SUBSYSTEM);
    }

    private static NetlinkWriter message(int type, int flags) {
        return new NetlinkWriter(type, RouteSocket.REQUEST | flags).u8(IPV4, 0, 0, 0);
    }

    /** What a rule consists of. */
    private interface Expressions {
        void write(NetlinkWriter rule);
    }

    private NetlinkWriter rule(Expressions expressions) {
        NetlinkWriter rule = message(NEW_RULE, CREATE | APPEND).text(1, table).text(2, CHAIN);
        return rule.nested(4, () -> expressions.write(rule));
    }

    private void leaveOtherLinksAlone(NetlinkWriter rule) {
        meta(rule, META_OUT);
        compare(
                rule,
                DIFFERENT,
                ByteBuffer.allocate(4)
                        .order(ByteOrder.nativeOrder())
                        .putInt(LOOPBACK)
                        .array());
        accept(rule);
    }

    /** No later rule is about this packet. */
    private static void accept(NetlinkWriter rule) {
        expression(
                rule,
                "immediate",
                () -> number(rule, 1, VERDICT_REGISTER).nested(2, () -> rule.nested(2, () -> number(rule, 1, ACCEPT))));
    }

    private void rewrite(NetlinkWriter rule, Protocol protocol, End end, int from, int to) {
        load(rule, NETWORK_HEADER, end.addressAt, Integer.BYTES);
        compare(rule, EQUAL, number(address));
        meta(rule, META_PROTOCOL);
        compare(rule, EQUAL, new byte[] {protocol.number});
        load(rule, TRANSPORT_HEADER, end.portAt, Short.BYTES);
        compare(rule, EQUAL, port(from));
        expression(rule, "immediate", () -> number(rule, 1, REGISTER).nested(2, () -> rule.bytes(1, port(to))));
        expression(rule, "payload", () -> {
            number(rule, 5, REGISTER);
            place(rule, TRANSPORT_HEADER, end.portAt, Short.BYTES);
            number(rule, 6, 1);
            number(rule, 7, protocol.sum);
        });
        accept(rule);
    }

    private static void load(NetlinkWriter rule, int header, int at, int length) {
        expression(rule, "payload", () -> {
            number(rule, 1, REGISTER);
            place(rule, header, at, length);
        });
    }

    private static void place(NetlinkWriter rule, int header, int at, int length) {
        number(number(number(rule, 2, header), 3, at), 4, length);
    }

    private static void meta(NetlinkWriter rule, int key) {
        expression(rule, "meta", () -> number(number(rule, 1, REGISTER), 2, key));
    }

    private static void compare(NetlinkWriter rule, int operation, byte[] value) {
        expression(
                rule,
                "cmp",
                () -> number(number(rule, 1, REGISTER), 2, operation).nested(3, () -> rule.bytes(1, value)));
    }

    private static void expression(NetlinkWriter rule, String name, Runnable attributes) {
        rule.nested(1, () -> rule.text(1, name).nested(2, attributes));
    }

    /** Numbers of nf_tables have their first byte first. */
    private static NetlinkWriter number(NetlinkWriter message, int type, int value) {
        return message.bytes(type, number(value));
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static byte[] port(int number) {
        return ByteBuffer.allocate(Short.BYTES).putShort((short) number).array();
    }
}
