package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import sampan.oci.image.ImageFormatException;

/** The records {@code "<length> <key>=<value>\n"} of an extended header (pax(1)). Values are bytes. */
final class PaxRecords {
    static final PaxRecords NONE = new PaxRecords();

    private static final String XATTR = "SCHILY.xattr.";
    private static final int MAX_DIGITS = 20;

    private final Map<String, byte[]> values = new HashMap<>();
    /** Sparse format 0.0 repeats its keys: offset, length, offset, length. */
    private final List<Long> sparseNumbers = new ArrayList<>();

    private PaxRecords() {}

    static PaxRecords parse(byte[] text) throws ImageFormatException {
        PaxRecords records = new PaxRecords();
        int at = 0;
        while (at < text.length) {
            int space = indexOf(text, ' ', at, Math.min(text.length, at + MAX_DIGITS));
            long length = space < 0 ? -1 : decimal(Arrays.copyOfRange(text, at, space));
            if (length <= space - at + 1 || length > text.length - at || text[at + (int) length - 1] != '\n') {
                throw malformed();
            }
            int end = at + (int) length - 1;
            records.add(text, space + 1, end);
            at = end + 1;
        }
        return records;
    }

    private void add(byte[] text, int from, int end) throws ImageFormatException {
        int equals = indexOf(text, '=', from, end);
        if (equals <= from) {
            throw malformed();
        }
        String key = new String(text, from, equals - from, UTF_8);
        byte[] value = Arrays.copyOfRange(text, equals + 1, end);
        if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
            sparseNumbers.add(decimal(value));
        } else if (value.length == 0 && !key.startsWith(XATTR)) {
            values.remove(key);
        } else {
            values.put(key, value);
        }
    }

    private static int indexOf(byte[] text, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** A path, or null where the header's own field counts. */
    @Nullable
    String path(String key) throws ImageFormatException {
        byte[] path = values.get(key);
        if (path != null && indexOf(path, '\0', 0, path.length) >= 0) {
            throw new ImageFormatException("an extended tar header holds a NUL in \"" + key + "\"");
        }
        return path == null ? null : new String(path, ISO_8859_1);
    }

    OptionalLong number(String key) throws ImageFormatException {
        byte[] value = values.get(key);
        return value == null ? OptionalLong.empty() : OptionalLong.of(decimal(value));
    }

    boolean has(String key, String value) {
        byte[] stored = values.get(key);
        return stored != null && new String(stored, ISO_8859_1).equals(value);
    }

    /** {@code mtime} as seconds and nanoseconds, or null. */
    long @Nullable [] time() throws ImageFormatException {
        byte[] value = values.get("mtime");
        if (value == null) {
            return null;
        }
        try {
            // A number such as 1e999999999 must not become that many digits.
            BigDecimal time = new BigDecimal(plain(value));
            BigDecimal seconds = time.setScale(0, RoundingMode.FLOOR);
            int nanos = time.subtract(seconds).movePointRight(9).intValue();
            return new long[] {seconds.longValueExact(), nanos};
        } catch (ArithmeticException | NumberFormatException outOfRange) {
            throw new ImageFormatException("an extended tar header holds a malformed time", outOfRange);
        }
    }

    private static String plain(byte[] value) throws ImageFormatException {
        String text = new String(value, US_ASCII);
        if (!text.matches("-?[0-9]{1,18}(\\.[0-9]{0,64})?")) {
            throw new ImageFormatException("an extended tar header holds a malformed time");
        }
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    Map<String, byte[]> xattrs() {
        Map<String, byte[]> xattrs = new HashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(XATTR)) {
                xattrs.put(key.substring(XATTR.length()), value);
            }
        });
        return xattrs;
    }

    /** Offsets and lengths of sparse formats 0.0 and 0.1, or null when the file is not of these. */
    @Nullable
    List<Long> sparseNumbers() throws ImageFormatException {
        byte[] map = values.get("GNU.sparse.map");
        if (map == null) {
            return sparseNumbers.isEmpty() ? null : sparseNumbers;
        }
        List<Long> numbers = new ArrayList<>();
        for (String number : new String(map, ISO_8859_1).split(",", -1)) {
            numbers.add(decimal(number.getBytes(ISO_8859_1)));
        }
        return numbers;
    }

    /** A number without sign that fits into 63 bits. */
    static long decimal(byte[] digits) throws ImageFormatException {
        long value = 0;
        for (byte digit : digits) {
            if (digit < '0' || digit > '9' || value > (Long.MAX_VALUE - 9) / 10) {
                throw malformed();
            }
            value = value * 10 + (digit - '0');
        }
        if (digits.length == 0) {
            throw malformed();
        }
        return value;
    }

    private static ImageFormatException malformed() {
        return new ImageFormatException("an extended tar header is malformed");
    }
}
