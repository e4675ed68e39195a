package sampan.core.image;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
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
        Retention policy = USUAL;
        for (String part : text.split(",", -1)) {
            policy = policy.with(part.strip());
        }
        return policy;
    }

    private Retention with(String part) {
        int equals = part.indexOf('=');
        String key = equals < 0 ? part : part.substring(0, equals);
        String value = equals < 0 ? "" : part.substring(equals + 1);
        try {
            return switch (key) {
                case "age" -> new Retention(duration(value), high, low, named);
                case "high" -> new Retention(age, Integer.parseInt(value), low, named);
                case "low" -> new Retention(age, high, Integer.parseInt(value), named);
                case "named" -> new Retention(age, high, low, flag(value));
                default -> throw new IllegalArgumentException();
            };
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new EngineException.InvalidArgument("invalid image-gc \"" + part
                    + "\": off, or any of age=168h, high=90, low=80 and named=true, with commas between");
        }
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
