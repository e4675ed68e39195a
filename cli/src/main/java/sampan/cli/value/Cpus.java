package sampan.cli.value;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import sampan.cli.flag.InvalidValue;

/** {@code --cpus 1.5}: billionths of a processor. */
public final class Cpus {
    private static final int NANO = 9;
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{0,30}(\\.[0-9]{0,30})?");

    private Cpus() {}

    public static Long parse(String text) throws InvalidValue {
        if (!NUMBER.matcher(text).matches() || text.chars().noneMatch(Character::isDigit)) {
            throw new InvalidValue("failed to parse " + text + " as a rational number");
        }
        BigDecimal nano = new BigDecimal(text.endsWith(".") ? text + "0" : text).movePointRight(NANO);
        try {
            return nano.longValueExact();
        } catch (ArithmeticException inexact) {
            throw new InvalidValue("value is too precise");
        }
    }
}
