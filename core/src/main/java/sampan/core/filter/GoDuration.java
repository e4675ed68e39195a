package sampan.core.filter;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 1h30m}, {@code 1.5s}, {@code -10ms}: a duration as Go writes it. */
public final class GoDuration {
    private static final Map<String, Long> NANOSECONDS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final Pattern PART = Pattern.compile("([0-9]{0,40}(?:\\.[0-9]{0,40})?)([^0-9.]*)");

    private GoDuration() {}

    /** @throws DateTimeException with Go's sentence, when it is none or longer than 292 years */
    public static Duration parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = text.substring(negative || text.startsWith("+") ? 1 : 0);
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        if (rest.isEmpty()) {
            throw invalid(text);
        }
        BigDecimal sum = sum(rest, text);
        if (sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw invalid(text);
        }
        return Duration.ofNanos(negative ? -sum.longValue() : sum.longValue());
    }

    private static BigDecimal sum(String parts, String text) {
        BigDecimal sum = BigDecimal.ZERO;
        Matcher part = PART.matcher(parts);
        int at = 0;
        while (at < parts.length()) {
            String number = part.find(at) && part.start() == at ? part.group(1) : "";
            if (number.isEmpty() || number.equals(".") || tooLong(number)) {
                throw invalid(text);
            }
            sum = sum.add(
                    new BigDecimal(number + (number.endsWith(".") ? "0" : "")).multiply(unit(part.group(2), text)));
            at = part.end();
        }
        return sum;
    }

    /** More nanoseconds than there can be, whatever the unit. */
    private static boolean tooLong(String number) {
        return new BigDecimal(number.replaceFirst("\\.$", "")).compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0;
    }

    private static DateTimeException invalid(String text) {
        return new DateTimeException("time: invalid duration " + quoted(text));
    }

    /** Go's package time quotes by itself: what is not printable ASCII is shown byte by byte. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            if (one < ' ') {
                quoted.append(String.format("\\x%02x", one));
            } else {
                quoted.append(one == '"' || one == '\\' ? "\\" : "").append((char) one);
            }
        }
        return quoted.append('"').toString();
    }

    private static BigDecimal unit(String name, String text) {
        Long nanoseconds = NANOSECONDS.get(name);
        if (nanoseconds == null) {
            String reason = name.isEmpty() ? "missing unit" : "unknown unit " + quoted(name);
            throw new DateTimeException("time: " + reason + " in duration " + quoted(text));
        }
        return BigDecimal.valueOf(nanoseconds);
    }
}
