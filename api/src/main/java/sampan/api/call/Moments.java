package sampan.api.call;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.core.error.EngineException;

/** Times in parameters: seconds since 1970, RFC 3339, or how long ago. */
public final class Moments {
    private static final Pattern SECONDS = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,9})?");
    private static final Pattern AGO = Pattern.compile("-?([0-9.]+(h|ms|m|s|us|ns))+");
    private static final Pattern PART = Pattern.compile("([0-9.]+)(h|ms|m|s|us|ns)");
    private static final int NANO_DIGITS = 9;

    private Moments() {}

    /** @param now what ages are counted from */
    public static Instant parse(String text, Instant now) {
        try {
            if (SECONDS.matcher(text).matches()) {
                BigDecimal seconds = new BigDecimal(text);
                BigDecimal fraction = seconds.remainder(BigDecimal.ONE).movePointRight(NANO_DIGITS);
                return Instant.ofEpochSecond(seconds.longValue(), fraction.longValue());
            }
            return AGO.matcher(text).matches()
                    ? now.minus(ago(text))
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException | ArithmeticException | NumberFormatException malformed) {
            throw new EngineException.InvalidArgument(
                    "failed to parse value as time or duration: " + Json.quoted(text));
        }
    }

    private static Duration ago(String text) {
        Duration sum = Duration.ZERO;
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            long unit = switch (parts.group(2)) {
                case "h" -> 3_600_000_000_000L;
                case "m" -> 60_000_000_000L;
                case "s" -> 1_000_000_000L;
                case "ms" -> 1_000_000L;
                case "us" -> 1_000L;
                default -> 1L;
            };
            sum = sum.plusNanos(new BigDecimal(parts.group(1))
                    .multiply(BigDecimal.valueOf(unit))
                    .toBigInteger()
                    .longValueExact());
        }
        return text.startsWith("-") ? sum.negated() : sum;
    }
}
