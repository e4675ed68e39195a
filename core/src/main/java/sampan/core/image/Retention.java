package sampan.core.image;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import sampan.core.error.EngineException;

/**
 * How long images that no container needs are kept without anybody asking.
 *
 * @param age of those whose name went to another image, since they got it; zero: for ever
 * @param high per cent of the disk in use from which such images go that are an hour old, the oldest first
 * @param low per cent at which that ends
 * @param named whether images that have a name go then, too
 */
public record Retention(Duration age, int high, int low, boolean named) {
    /** A week; more than nine tenths of a disk. What somebody gave a name stays. */
    public static final Retention USUAL = new Retention(Duration.ofDays(7), 90, 80, false);

    public static final Retention FOR_EVER = new Retention(Duration.ZERO, 100, 100, false);

    private static final int ALL = 100;
    private static final Set<String> KEYS = Set.of("age", "high", "low", "named");

    public Retention {
        if (age.isNegative() || low < 0 || low > high || high > ALL) {
            throw new EngineException.InvalidArgument(
                    "invalid image-gc: 0 <= low <= high <= 100 and age >= 0 are needed");
        }
    }

    /** @param text {@code off}, or any of {@code age=168h,high=90,low=80,named=true} */
    public static Retention parse(String text) {
        if (text.equals("off")) {
            return FOR_EVER;
        }
        Map<String, String> given = new HashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String key = part.substring(0, Math.max(0, equals)).strip();
            if (!KEYS.contains(key)) {
                throw malformed(part);
            }
            given.put(key, part.substring(equals + 1).strip());
        }
        return new Retention(
                value(given, "age", Retention::duration, USUAL.age),
                value(given, "high", Integer::parseInt, USUAL.high),
                value(given, "low", Integer::parseInt, USUAL.low),
                value(given, "named", Retention::flag, USUAL.named));
    }

    private static <T> T value(Map<String, String> given, String key, Function<String, T> reader, T usual) {
        String text = given.get(key);
        try {
            return text == null ? usual : reader.apply(text);
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw malformed(key + "=" + text);
        }
    }

    private static EngineException malformed(String part) {
        return new EngineException.InvalidArgument("invalid image-gc \"" + part
                + "\": off, or any of age=168h, high=90, low=80 and named=true, with commas between");
    }

    private static Duration duration(String value) {
        return Duration.parse("PT" + value.toUpperCase(Locale.ROOT));
    }

    private static boolean flag(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }
}
