package sampan.kernel.netlink;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An address and how many of its bits are the network's: {@code 172.17.0.2/16}.
 *
 * @param length 0 to 32, or to 128 for IPv6
 */
public record Prefix(InetAddress address, int length) {
    private static final int BITS = 8;

    public Prefix {
        if (length < 0 || length > address.getAddress().length * BITS) {
            throw new IllegalArgumentException("no prefix of " + address.getHostAddress() + ": /" + length);
        }
    }

    /** @throws IllegalArgumentException for bytes that are no address */
    public static Prefix of(byte[] address, int length) {
        try {
            return new Prefix(InetAddress.getByAddress(address), length);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    /** AF_INET or AF_INET6. */
    int family() {
        return address.getAddress().length == 4 ? 2 : 10;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + length;
    }
}
