package sampan.core.network.explain;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A packet at one place of its way, as far as rules ask about it.
 *
 * @param in the link it came in by; empty: it is this host's own
 * @param out the link it leaves by; empty: not settled yet
 * @param source an address, or empty for somebody outside
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param port it is for
 * @param known whether it belongs to a connection that was let through
 * @param translated whether its destination was another one
 * @param local whether its destination is one of this host's own addresses
 */
record Packet(
        String in,
        String out,
        String source,
        String destination,
        String protocol,
        int port,
        boolean known,
        boolean translated,
        boolean local) {
    boolean isV6() {
        return destination.indexOf(':') >= 0;
    }

    Packet leavingBy(String link) {
        return new Packet(in, link, source, destination, protocol, port, known, translated, local);
    }

    /** To another place, after its destination was translated. */
    Packet to(String address, int newPort) {
        return new Packet(in, out, source, address, protocol, newPort, known, true, false);
    }

    /** Whether an address is in a prefix, or is it; empty where that cannot be told. */
    static Optional<Boolean> isIn(String address, String prefix) {
        int slash = prefix.indexOf('/');
        try {
            byte[] one = InetAddress.getByName(address).getAddress();
            byte[] other = InetAddress.getByName(slash < 0 ? prefix : prefix.substring(0, slash))
                    .getAddress();
            int bits = slash < 0 ? one.length * Byte.SIZE : Integer.parseInt(prefix.substring(slash + 1));
            return Optional.of(one.length == other.length && sameBits(one, other, bits));
        } catch (UnknownHostException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static boolean sameBits(byte[] one, byte[] other, int bits) {
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> i % Byte.SIZE;
            if (((one[i / Byte.SIZE] ^ other[i / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
