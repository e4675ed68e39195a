package sampan.cli.table;

import java.math.BigDecimal;
import java.math.MathContext;

/** Bytes in powers of 1000 with three digits: {@code 4.26MB}; or in powers of 1024: {@code 7.6GiB}. */
public final class Sizes {
    private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Sizes() {}

    public static String decimal(long bytes) {
        return text(bytes, 1000, DECIMAL, 3);
    }

    /** With four digits: {@code 1.983MB}. */
    public static String precise(long bytes) {
        return text(bytes, 1000, DECIMAL, 4);
    }

    public static String binary(long bytes) {
        return text(bytes, 1024, BINARY, 4);
    }

    private static String text(long bytes, int base, String[] units, int digits) {
        double size = bytes;
        int unit = 0;
        while (size >= base && unit < units.length - 1) {
            size /= base;
            unit++;
        }
        BigDecimal rounded =
                BigDecimal.valueOf(size).round(new MathContext(digits)).stripTrailingZeros();
        return rounded.toPlainString() + units[unit];
    }
}
