package sampan.runtime.command.json;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** RFC 3339 with nanoseconds as Go writes it: no zeros at the end. */
public final class GoTime {
    private static final DateTimeFormatter WHOLE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS").withZone(ZoneOffset.UTC);

    private GoTime() {}

    public static String of(Instant time) {
        return WHOLE.format(time).replaceFirst("\\.?0+$", "") + "Z";
    }
}
