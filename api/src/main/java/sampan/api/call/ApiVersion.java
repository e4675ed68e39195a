package sampan.api.call;

import java.util.Comparator;
import sampan.core.error.EngineException;
import sampan.core.system.Release;

/** A version of the Engine API. */
public record ApiVersion(long major, long minor, String text) implements Comparable<ApiVersion> {
    public static final ApiVersion NEWEST = parse(Release.NEWEST_API);
    public static final ApiVersion OLDEST = parse(Release.OLDEST_API);

    private static final int DIGITS = 9;

    /** Digits and dots, in any order; what is no number counts as 0, as for dockerd. */
    public static ApiVersion parse(String text) {
        String[] parts = text.split("\\.", 3);
        return new ApiVersion(number(parts, 0), number(parts, 1), text);
    }

    private static long number(String[] parts, int index) {
        boolean there = index < parts.length && !parts[index].isEmpty() && parts[index].length() <= DIGITS;
        return there ? Long.parseLong(parts[index]) : 0;
    }

    /** Refuses, in Docker's words, what is not spoken here. */
    public void check() {
        if (compareTo(OLDEST) < 0) {
            throw new EngineException.InvalidArgument("client version " + text
                    + " is too old. Minimum supported API version is " + OLDEST.text
                    + ", please upgrade your client to a newer version");
        }
        if (compareTo(NEWEST) > 0) {
            throw new EngineException.InvalidArgument(
                    "client version " + text + " is too new. Maximum supported API version is " + NEWEST.text);
        }
    }

    /** Whether it is older than {@code 1.30}, say. */
    public boolean isBefore(String other) {
        return compareTo(parse(other)) < 0;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return Comparator.comparingLong(ApiVersion::major)
                .thenComparingLong(ApiVersion::minor)
                .compare(this, other);
    }
}
