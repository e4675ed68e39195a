package sampan.kernel.netlink;

import java.util.HexFormat;

/**
 * Six bytes that name a network card: {@code 02:42:ac:11:00:02}.
 *
 * @param number the bytes as one number, the first of them its highest
 */
public record HardwareAddress(long number) {
    private static final int LENGTH = 6;
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    public HardwareAddress {
        if ((number >>> (LENGTH * Byte.SIZE)) != 0) {
            throw new IllegalArgumentException("a hardware address has " + LENGTH + " bytes");
        }
    }

    static HardwareAddress of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a hardware address has " + LENGTH + " bytes, not " + bytes.length);
        }
        long number = 0;
        for (byte next : bytes) {
            number = (number << Byte.SIZE) | Byte.toUnsignedLong(next);
        }
        return new HardwareAddress(number);
    }

    /** @throws IllegalArgumentException for anything but six bytes in hexadecimal with colons or hyphens between */
    public static HardwareAddress parse(String text) {
        return of(COLONS.parseHex(text.replace('-', ':')));
    }

    byte[] bytes() {
        byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] = (byte) (number >>> ((LENGTH - 1 - i) * Byte.SIZE));
        }
        return bytes;
    }

    @Override
    public String toString() {
        return COLONS.formatHex(bytes());
    }
}
