package sampan.core.network.address;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A range of addresses with a common beginning: {@code 172.18.0.0/24}, {@code fd00::/64}.
 *
 * @param first the address whose other bits are nought, as a number
 * @param length of the common beginning, in bits
 * @param width 32 or 128
 */
public record Subnet(BigInteger first, int length, int width) {
    private static final int V4 = 32;
    private static final int V6 = 128;

    /** @throws IllegalArgumentException for what is none; bits after the common beginning are cleared */
    public static Subnet parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("invalid CIDR address: " + text);
        }
        InetAddress address = address(text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("invalid CIDR address: " + text));
        String bits = text.substring(slash + 1);
        int width = address.getAddress().length * Byte.SIZE;
        if (!bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > width) {
            throw new IllegalArgumentException("invalid CIDR address: " + text);
        }
        return of(address, Integer.parseInt(bits));
    }

    public static Subnet of(InetAddress address, int length) {
        int width = address.getAddress().length * Byte.SIZE;
        BigInteger number = number(address);
        int free = width - length;
        return new Subnet(number.shiftRight(free).shiftLeft(free), length, width);
    }

    /** An address written in full; no name is looked up. */
    public static Optional<InetAddress> address(String text) {
        boolean v4 = text.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
        if (!v4 && (text.indexOf(':') < 0 || text.indexOf('%') >= 0 || text.indexOf('[') >= 0)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    public static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    /** The address that a number of this width is. */
    static InetAddress address(BigInteger number, int width) {
        byte[] digits = number.toByteArray();
        byte[] bytes = new byte[width / Byte.SIZE];
        int from = Math.max(0, digits.length - bytes.length);
        System.arraycopy(digits, from, bytes, bytes.length - (digits.length - from), digits.length - from);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(Arrays.toString(bytes), impossible);
        }
    }

    /** As people write it; IPv6 in its shortest form. */
    public static String text(InetAddress address) {
        return address.getAddress().length * Byte.SIZE == V4 ? address.getHostAddress() : ShortForm.of(address);
    }

    public boolean isV6() {
        return width == V6;
    }

    /** The last address of it, as a number. */
    BigInteger last() {
        return first.add(size()).subtract(BigInteger.ONE);
    }

    BigInteger size() {
        return BigInteger.ONE.shiftLeft(width - length);
    }

    public boolean contains(InetAddress address) {
        return address.getAddress().length * Byte.SIZE == width && contains(number(address));
    }

    boolean contains(BigInteger number) {
        return number.compareTo(first) >= 0 && number.compareTo(last()) <= 0;
    }

    public boolean contains(Subnet other) {
        return width == other.width && length <= other.length && contains(other.first);
    }

    public boolean overlaps(Subnet other) {
        return width == other.width && first.compareTo(other.last()) <= 0 && other.first.compareTo(last()) <= 0;
    }

    /** The address so many after the first. */
    public InetAddress at(long place) {
        return address(first.add(BigInteger.valueOf(place)), width);
    }

    @Override
    public String toString() {
        return text(address(first, width)) + "/" + length;
    }
}
