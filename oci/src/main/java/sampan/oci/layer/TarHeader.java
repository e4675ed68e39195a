package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import sampan.oci.image.ImageFormatException;

/** One 512-byte header block of an archive: V7, ustar, GNU or star (tar(5)). */
final class TarHeader {
    static final int BLOCK = 512;

    /** Which of the fields behind the link name the block has. */
    private enum Format {
        V7,
        USTAR,
        GNU,
        STAR
    }

    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE = 156;
    private static final int PREFIX = 345;

    private final byte[] block;
    private final Format format;

    /** @throws ImageFormatException when the block is not a header */
    TarHeader(byte[] block) throws ImageFormatException {
        this.block = block;
        verifyChecksum();
        this.format = format();
    }

    static boolean isEmpty(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private void verifyChecksum() throws ImageFormatException {
        long unsigned = 0;
        long signed = 0; // some old writers summed up signed bytes
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
            unsigned += own ? ' ' : block[i] & 0xff;
            signed += own ? ' ' : block[i];
        }
        long stored = number(CHECKSUM, CHECKSUM_LENGTH);
        if (stored != unsigned && stored != signed) {
            throw new ImageFormatException("not a tar archive, or a damaged one: a header's checksum is wrong");
        }
    }

    private Format format() {
        if (matches(257, "ustar\0")) {
            return matches(508, "tar\0") ? Format.STAR : Format.USTAR;
        }
        return matches(257, "ustar  \0") ? Format.GNU : Format.V7;
    }

    private boolean matches(int offset, String magic) {
        for (int i = 0; i < magic.length(); i++) {
            if (block[offset + i] != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    char type() {
        return (char) (block[TYPE] & 0xff);
    }

    String name() {
        String prefix = switch (format) {
            case USTAR -> text(PREFIX, 155);
            case STAR -> text(PREFIX, 131);
            case V7, GNU -> "";
        };
        return prefix.isEmpty() ? text(0, 100) : prefix + "/" + text(0, 100);
    }

    String linkName() {
        return text(157, 100);
    }

    long mode() throws ImageFormatException {
        return number(100, 8);
    }

    long uid() throws ImageFormatException {
        return number(108, 8);
    }

    long gid() throws ImageFormatException {
        return number(116, 8);
    }

    long size() throws ImageFormatException {
        return number(124, 12);
    }

    long mtime() throws ImageFormatException {
        return number(136, 12);
    }

    long deviceMajor() throws ImageFormatException {
        return format == Format.V7 ? 0 : number(329, 8);
    }

    long deviceMinor() throws ImageFormatException {
        return format == Format.V7 ? 0 : number(337, 8);
    }

    /** Size of an old GNU sparse file with its holes. */
    long sparseSize() throws ImageFormatException {
        return number(483, 12);
    }

    /** Text up to a NUL. */
    private String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return new String(block, offset, end - offset, ISO_8859_1);
    }

    private long number(int offset, int length) throws ImageFormatException {
        return number(block, offset, length);
    }

    /** A numeric field: octal digits, or GNU's base 256 when the first bit is set. */
    static long number(byte[] block, int offset, int length) throws ImageFormatException {
        return (block[offset] & 0x80) == 0 ? octal(block, offset, length) : binary(block, offset, length);
    }

    private static long octal(byte[] block, int offset, int length) throws ImageFormatException {
        int from = offset;
        int to = offset + length;
        while (from < to && isPadding(block[from])) {
            from++;
        }
        while (to > from && isPadding(block[to - 1])) {
            to--;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (block[i] == 0) {
                break;
            }
            if (block[i] < '0' || block[i] > '7') {
                throw new ImageFormatException(
                        "not a tar archive, or a damaged one: a header holds a malformed number");
            }
            value = value << 3 | (block[i] - '0');
        }
        return value;
    }

    private static boolean isPadding(byte b) {
        return b == ' ' || b == 0;
    }

    private static long binary(byte[] block, int offset, int length) throws ImageFormatException {
        boolean negative = (block[offset] & 0x40) != 0;
        long value = negative ? (byte) (block[offset] | 0x80) : block[offset] & 0x3f;
        for (int i = 1; i < length; i++) {
            if (value << 8 >> 8 != value) {
                throw new ImageFormatException(
                        "not a tar archive, or a damaged one: a header holds a number out of range");
            }
            value = value << 8 | (block[offset + i] & 0xff);
        }
        return value;
    }
}
