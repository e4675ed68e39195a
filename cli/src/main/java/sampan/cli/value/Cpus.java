package sampan.cli.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.cli.flag.InvalidValue;

/** {@code --cpus 1.5}: billionths of a processor. Go's rational numbers have exponents, and fractions too. */
public final class Cpus {
    private static final int NANO = 9;
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?=\\.?[0-9])[0-9]{0,30}\\.?[0-9]{0,30}([eE][+-]?[0-9]{1,3})?");
    private static final Pattern FRACTION = Pattern.compile("([+-]?[0-9]{1,30})/([0-9]{1,30})");

    private Cpus() {}

    /** More than a long holds is more than any machine has. */
    public static Long parse(String text) throws InvalidValue {
        try {
            return nano(text)
                    .toBigIntegerExact()
                    .max(BigInteger.valueOf(Long.MIN_VALUE))
                    .min(BigInteger.valueOf(Long.MAX_VALUE))
                    .longValueExact();
        } catch (ArithmeticException inexact) {
            throw new InvalidValue("value is too precise");
        }
    }

    private static BigDecimal nano(String text) throws InvalidValue {
        Matcher fraction = FRACTION.matcher(text);
        if (fraction.matches() && new BigInteger(fraction.group(2)).signum() > 0) {
            return new BigDecimal(fraction.group(1)).movePointRight(NANO).divide(new BigDecimal(fraction.group(2)));
        }
        if (!DECIMAL.matcher(text).matches()) {
            throw new InvalidValue("failed to parse " + text + " as a rational number");
        }
        return new BigDecimal(text.replaceFirst("\\.(?=$|[eE])", "")).movePointRight(NANO);
    }
}
