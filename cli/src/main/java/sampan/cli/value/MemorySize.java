package sampan.cli.value;

import java.util.Locale;
import java.util.regex.Pattern;
import sampan.cli.flag.InvalidValue;
import sampan.core.error.Quoted;

/** {@code 512m}, {@code 1.5g}, {@code 2 GiB}: bytes, the units are powers of 1024. */
public final class MemorySize {
    private static final String UNITS = "bkmgtp";
    private static final Pattern NUMBER =
            Pattern.compile("(?=\\.?[0-9])[0-9]{0,400}\\.?[0-9]{0,400}([eE][+-]?[0-9]{1,9})?");

    private MemorySize() {}

    public static Long parse(String text) throws InvalidValue {
        int end = lastOfNumber(text) + 1;
        if (end == 0) {
            throw new InvalidValue("invalid size: '" + text + "'");
        }
        boolean spaced = text.charAt(end - 1) == ' ';
        double value = number(text.substring(0, spaced ? end - 1 : end), text) * unit(text.substring(end));
        if (value >= Long.MAX_VALUE) {
            throw new InvalidValue("invalid size: '" + text + "'");
        }
        return (long) value;
    }

    /** As {@link #parse}, and -1 for no limit. */
    public static Long orUnlimited(String text) throws InvalidValue {
        return text.equals("-1") ? Long.valueOf(-1) : parse(text);
    }

    private static int lastOfNumber(String text) {
        int at = text.length() - 1;
        while (at >= 0 && "0123456789. ".indexOf(text.charAt(at)) < 0) {
            at--;
        }
        return at;
    }

    private static double number(String digits, String text) throws InvalidValue {
        if (digits.startsWith("-")) {
            throw new InvalidValue("invalid size: '" + text + "'");
        }
        if (!NUMBER.matcher(digits).matches()) {
            throw new InvalidValue("strconv.ParseFloat: parsing " + Quoted.of(digits) + ": invalid syntax");
        }
        double value = Double.parseDouble(digits);
        if (Double.isInfinite(value)) {
            throw new InvalidValue("strconv.ParseFloat: parsing " + Quoted.of(digits) + ": value out of range");
        }
        return value;
    }

    private static double unit(String suffix) throws InvalidValue {
        if (suffix.isEmpty()) {
            return 1;
        }
        String lower = suffix.toLowerCase(Locale.ROOT);
        int power = UNITS.indexOf(lower.charAt(0));
        String rest = lower.substring(1);
        boolean known = power > 0 && (rest.isEmpty() || rest.equals("b") || rest.equals("ib"));
        if (!known && !lower.equals("b")) {
            throw new InvalidValue("invalid suffix: '" + lower + "'");
        }
        return Math.pow(1024, power);
    }
}
