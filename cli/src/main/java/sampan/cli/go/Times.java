package sampan.cli.go;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** Moments and spans of package time. */
public final class Times {
    /** Its data is RFC 3339 text, as in JSON; empty: the year 1. */
    static final GoType TIME = new GoType.Basic(
            Kind.STRING,
            "time.Time",
            Map.of(
                    "String", Method.of(time -> Value.of(shown(time.text()))),
                    "MarshalJSON", Method.of(time -> Value.of(JsonText.quote(json(time.text()), true))),
                    "IsZero", Method.of(time -> Value.of(json(time.text()).startsWith("0001-01-01T00:00:00Z"))),
                    "Unix", Method.of(time -> Value.of(parsed(time.text()).toEpochSecond())),
                    "Year",
                            Method.of(
                                    time -> Value.of((long) parsed(time.text()).getYear()))));

    static final GoType DURATION = new GoType.Basic(
            Kind.INT,
            "time.Duration",
            Map.of(
                    "String", Method.of(span -> Value.of(span(span.integer()))),
                    "Seconds", Method.of(span -> Value.of(span.integer() / 1e9)),
                    "Minutes", Method.of(span -> Value.of(span.integer() / 60e9)),
                    "Hours", Method.of(span -> Value.of(span.integer() / 3600e9)),
                    "Nanoseconds", Method.of(span -> new Value(DockerTypes.of("int64"), span.integer()))));

    private static final String ZERO = "0001-01-01T00:00:00Z";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private Times() {}

    private static String json(String text) {
        return text.isEmpty() ? ZERO : text;
    }

    private static OffsetDateTime parsed(String text) {
        try {
            return OffsetDateTime.parse(json(text));
        } catch (DateTimeParseException _) {
            return OffsetDateTime.parse(ZERO);
        }
    }

    /**
     * As Go's {@code Time.String} has it: {@code 2026-11-21 03:42:12.561206124 +0000 UTC}.
     *
     * @param text RFC 3339; what is none stands for Go's zero time
     */
    public static String shown(String text) {
        OffsetDateTime time = parsed(text);
        String fraction = time.getNano() == 0
                ? ""
                : String.format(".%09d", time.getNano()).replaceAll("0+$", "");
        String offset = time.getOffset().equals(ZoneOffset.UTC)
                ? "+0000"
                : time.getOffset().getId().replace(":", "");
        String zone = time.getOffset().equals(ZoneOffset.UTC) ? "UTC" : offset;
        return DATE.format(time) + fraction + " " + offset + " " + zone;
    }

    /** {@code 1h0m0.5s}. */
    static String span(long nanoseconds) {
        if (nanoseconds == 0) {
            return "0s";
        }
        long rest = Math.abs(nanoseconds);
        String sign = nanoseconds < 0 ? "-" : "";
        if (rest < 1_000) {
            return sign + rest + "ns";
        }
        if (rest < 1_000_000) {
            return sign + decimal(rest, 1_000) + "µs";
        }
        if (rest < 1_000_000_000) {
            return sign + decimal(rest, 1_000_000) + "ms";
        }
        long minute = 60_000_000_000L;
        long hours = rest / (60 * minute);
        long minutes = rest / minute % 60;
        String head = hours > 0 ? hours + "h" + minutes + "m" : minutes > 0 ? minutes + "m" : "";
        return sign + head + decimal(rest % minute, 1_000_000_000) + "s";
    }

    private static String decimal(long value, long unit) {
        return java.math.BigDecimal.valueOf(value)
                .divide(java.math.BigDecimal.valueOf(unit))
                .stripTrailingZeros()
                .toPlainString();
    }
}
