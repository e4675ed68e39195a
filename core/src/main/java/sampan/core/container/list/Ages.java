package sampan.core.container.list;

import java.time.Duration;

/** How long ago, in words: {@code 5 seconds}, {@code About an hour}, {@code 3 weeks}. */
public final class Ages {
    private static final int HOURS_A_DAY = 24;

    private Ages() {}

    public static String of(Duration age) {
        long seconds = age.toSeconds();
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds < 60) {
            return seconds == 1 ? "1 second" : seconds + " seconds";
        }
        long minutes = age.toMinutes();
        if (minutes < 60) {
            return minutes == 1 ? "About a minute" : minutes + " minutes";
        }
        return ofHours(Math.round(seconds / 3600.0));
    }

    private static String ofHours(long hours) {
        if (hours == 1) {
            return "About an hour";
        }
        if (hours < 2 * HOURS_A_DAY) {
            return hours + " hours";
        }
        long days = hours / HOURS_A_DAY;
        if (days < 14) {
            return days + " days";
        }
        if (days < 60) {
            return days / 7 + " weeks";
        }
        return days < 730 ? days / 30 + " months" : days / 365 + " years";
    }
}
