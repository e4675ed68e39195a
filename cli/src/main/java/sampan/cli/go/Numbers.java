package sampan.cli.go;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers to text. Each method gives null for a verb that its kind of number does not know. */
final class Numbers {
    private static final int SHORTEST = -1;
    /** More digits than this say nothing about a double. */
    private static final int MOST_DIGITS = 1100;

    private Numbers() {}

    static @Nullable String integer(Value value, char verb, Spec spec) {
        long number = value.integer();
        boolean signed = value.kind() == Kind.INT;
        boolean negative = signed && number < 0;
        long magnitude = negative ? -number : number;
        return switch (verb) {
            case 'v', 'd' -> digits(spec, negative, "", Long.toUnsignedString(magnitude));
            case 'b' -> digits(spec, negative, spec.sharp() ? "0b" : "", Long.toUnsignedString(magnitude, 2));
            case 'o' -> digits(spec, negative, spec.sharp() ? "0" : "", Long.toUnsignedString(magnitude, 8));
            case 'O' -> digits(spec, negative, "0o", Long.toUnsignedString(magnitude, 8));
            case 'x' -> digits(spec, negative, spec.sharp() ? "0x" : "", Long.toUnsignedString(magnitude, 16));
            case 'X' ->
                digits(
                        spec,
                        negative,
                        spec.sharp() ? "0X" : "",
                        Long.toUnsignedString(magnitude, 16).toUpperCase(Locale.ROOT));
            case 'c' -> spec.pad(Character.toString(point(number)));
            case 'q' -> spec.pad(Quoting.character(point(number), spec.plus()));
            case 'U' -> spec.zeroed(false).pad(unicode(number, spec.sharp()));
            default -> null;
        };
    }

    private static int point(long number) {
        return number >= 0 && number <= Character.MAX_CODE_POINT ? (int) number : 0xfffd;
    }

    private static String unicode(long number, boolean shown) {
        String text = String.format("U+%04X", number);
        return shown && Quoting.isPrintable(point(number))
                ? text + " '" + Character.toString(point(number)) + "'"
                : text;
    }

    private static String digits(Spec spec, boolean negative, String prefix, String digits) {
        String sign = spec.sign(negative);
        if (spec.precision() >= 0) {
            if (spec.precision() == 0 && digits.equals("0")) {
                return spec.zeroed(false).pad("");
            }
            String more = "0".repeat(Math.max(0, spec.precision() - digits.length()));
            return spec.zeroed(false).pad(sign + prefix + more + digits);
        }
        // A width filled with zeros counts the sign, and not the prefix.
        int missing = spec.zero() && !spec.minus() ? spec.width() - sign.length() - digits.length() : 0;
        return spec.zeroed(false).pad(sign + prefix + "0".repeat(Math.max(0, missing)) + digits);
    }

    static @Nullable String real(double number, char verb, Spec spec) {
        if ("veEfFgG".indexOf(verb) < 0) {
            return null;
        }
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            String word = Double.isNaN(number) ? "NaN" : "Inf";
            String sign = Double.isNaN(number) ? (spec.plus() ? "+" : "") : infinite(spec, number < 0);
            return spec.zeroed(false).pad(sign + word);
        }
        boolean negative = number < 0 || (number == 0 && 1 / number < 0);
        double magnitude = Math.abs(number);
        int precision = Math.min(spec.precision(), MOST_DIGITS);
        String digits = switch (verb) {
            case 'e' -> exponent(magnitude, precision < 0 ? 6 : precision);
            case 'E' -> exponent(magnitude, precision < 0 ? 6 : precision).toUpperCase(Locale.ROOT);
            case 'f', 'F' -> fixed(magnitude, precision < 0 ? 6 : precision);
            case 'G' -> general(magnitude, precision).toUpperCase(Locale.ROOT);
            default -> general(magnitude, precision);
        };
        return spec.padNumber(spec.sign(negative), digits);
    }

    private static String infinite(Spec spec, boolean negative) {
        return negative ? "-" : spec.space() && !spec.plus() ? " " : "+";
    }

    private static String fixed(double number, int precision) {
        return new BigDecimal(number)
                .setScale(precision, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    /** @param precision digits after the point, or -1 for as many as tell the number from its neighbours */
    private static String exponent(double number, int precision) {
        BigDecimal exact = precision == SHORTEST ? new BigDecimal(Double.toString(number)) : new BigDecimal(number);
        return exponent(exact, precision);
    }

    private static String exponent(BigDecimal exact, int precision) {
        BigDecimal rounded = exact;
        if (exact.signum() == 0) {
            return "0" + (precision > 0 ? "." + "0".repeat(precision) : "") + "e+00";
        }
        if (precision != SHORTEST) {
            rounded = exact.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        }
        rounded = rounded.stripTrailingZeros();
        String digits = rounded.unscaledValue().toString();
        int power = digits.length() - 1 - rounded.scale();
        String tail = digits.substring(1);
        tail += "0".repeat(Math.max(0, precision - tail.length()));
        String mantissa = digits.charAt(0) + (tail.isEmpty() ? "" : "." + tail);
        return mantissa + "e" + (power < 0 ? "-" : "+") + (Math.abs(power) < 10 ? "0" : "") + Math.abs(power);
    }

    /** {@code %g}: an exponent where the number is small or large. */
    private static String general(double number, int precision) {
        if (number == 0) {
            return "0";
        }
        BigDecimal digits = new BigDecimal(Double.toString(number));
        int limit = 6;
        if (precision >= 0) {
            int significant = Math.max(1, precision);
            digits = new BigDecimal(number)
                    .round(new MathContext(significant, RoundingMode.HALF_EVEN))
                    .stripTrailingZeros();
            boolean whole = digits.precision() >= digits.precision() - digits.scale();
            limit = significant > digits.precision() && whole ? digits.precision() : significant;
        }
        digits = digits.stripTrailingZeros();
        int power = digits.precision() - 1 - digits.scale();
        return power < -4 || power >= limit ? exponent(digits, SHORTEST) : digits.toPlainString();
    }

    /** As JSON has it: an exponent below a millionth and from 10 to the 21st on. */
    static String json(double number) {
        double magnitude = Math.abs(number);
        BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        boolean plain = magnitude == 0 || (magnitude >= 1e-6 && magnitude < 1e21);
        return plain
                ? digits.toPlainString()
                : (number < 0 ? "-" : "") + exponent(digits.abs(), SHORTEST).replace("e-0", "e-");
    }
}
