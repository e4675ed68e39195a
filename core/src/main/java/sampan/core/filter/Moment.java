package sampan.core.filter;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import sampan.core.error.Quoted;

/** {@code --since} and {@code --until}: seconds since 1970, a date with or without time and zone, or how long ago ({@code 42m}). */
public final class Moment {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,9})?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-.*");
    private static final Pattern ZONED = Pattern.compile(".*(Z|[+-][0-9]{2}:[0-9]{2})");

    private Moment() {}

    /**
     * @param now what ages are counted from
     * @param zone of dates that name none
     * @throws DateTimeException with Docker's sentence
     */
    public static Instant parse(String text, Instant now, ZoneId zone) {
        if (SECONDS.matcher(text).matches()) {
            BigDecimal seconds = new BigDecimal(text);
            return Instant.ofEpochSecond(
                    seconds.longValue(),
                    seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
        }
        try {
            return DATE.matcher(text).matches() ? date(text, zone) : now.minus(GoDuration.parse(text));
        } catch (DateTimeException | ArithmeticException malformed) {
            throw new DateTimeException("failed to parse value as time or duration: " + Quoted.of(text), malformed);
        }
    }

    private static Instant date(String text, ZoneId zone) {
        int time = text.indexOf('T');
        if (time < 0) {
            return ZONED.matcher(text).matches() && text.endsWith("Z")
                    ? LocalDate.parse(text.substring(0, text.length() - 1))
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        if (ZONED.matcher(text.substring(time)).matches()) {
            return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant();
        }
        String local = text.length() - time == 3 ? text + ":00" : text;
        return LocalDateTime.parse(local).atZone(zone).toInstant();
    }
}
