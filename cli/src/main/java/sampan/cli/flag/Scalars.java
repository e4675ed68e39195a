package sampan.cli.flag;

import java.math.BigInteger;
import sampan.core.error.Quoted;

/** Switches and whole numbers, with the error sentences of Docker's flags. */
public final class Scalars {
    private Scalars() {}

    public static Boolean bool(String text) throws InvalidValue {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw invalid("ParseBool", text, "invalid syntax");
        };
    }

    public static Long int64(String text) throws InvalidValue {
        return integer("ParseInt", text, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    public static Integer uint16(String text) throws InvalidValue {
        return (int) integer("ParseUint", text, 0, 0xffff);
    }

    /** Up to 2^63 - 1. */
    public static Long uint64(String text) throws InvalidValue {
        return integer("ParseUint", text, 0, Long.MAX_VALUE);
    }

    private static long integer(String call, String text, long minimum, long maximum) throws InvalidValue {
        BigInteger value = digits(call, text, minimum < 0);
        if (value.compareTo(BigInteger.valueOf(minimum)) < 0 || value.compareTo(BigInteger.valueOf(maximum)) > 0) {
            throw invalid(call, text, "value out of range");
        }
        return value.longValueExact();
    }

    /** Decimal, or with the prefixes 0x, 0o, 0b and 0 that Go takes. */
    private static BigInteger digits(String call, String text, boolean signed) throws InvalidValue {
        boolean sign = signed && (text.startsWith("-") || text.startsWith("+"));
        String rest = text.substring(sign ? 1 : 0);
        int radix = radix(rest);
        String digits = rest.substring(radix == 10 ? 0 : prefix(rest));
        if (digits.isEmpty() || digits.chars().anyMatch(c -> c > 'f' || Character.digit(c, radix) < 0)) {
            throw invalid(call, text, "invalid syntax");
        }
        // Longer than any number in range: do not compute with what someone pasted.
        BigInteger value = digits.length() > 100 ? BigInteger.TWO.pow(100) : new BigInteger(digits, radix);
        return text.startsWith("-") ? value.negate() : value;
    }

    private static int radix(String digits) {
        if (digits.length() < 2 || digits.charAt(0) != '0') {
            return 10;
        }
        return switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
        };
    }

    private static int prefix(String digits) {
        return Character.isDigit(digits.charAt(1)) ? 1 : 2;
    }

    private static InvalidValue invalid(String call, String text, String reason) {
        return new InvalidValue("strconv." + call + ": parsing " + Quoted.of(text) + ": " + reason);
    }
}
