package sampan.kernel.netlink;

import java.util.Arrays;
import java.util.HexFormat;

/** Six bytes that name a network card: {@code 02:42:ac:11:00:02}. */
public record HardwareAddress(byte[] bytes) {
    private static final int LENGTH = 6;
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    public HardwareAddress {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a hardware address has " + LENGTH + " bytes, not " + bytes.length);
        }
        bytes = bytes.clone();
    }

    /** @throws IllegalArgumentException for anything but six bytes in hexadecimal with colons or hyphens between */
    public static HardwareAddress parse(String text) {
        return new HardwareAddress(COLONS.parseHex(text.replace('-', ':')));
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HardwareAddress(byte[] theirs) && Arrays.equals(bytes, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return COLONS.formatHex(bytes);
    }
}
