package sampan.runtime.seccomp;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.kernel.seccomp.InvalidFilterException;

/** {@code 6.1} of {@code 6.1.0-13-amd64}: as much of a release as a profile may ask for. */
public record KernelVersion(int kernel, int major) implements Comparable<KernelVersion> {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern RELEASE = Pattern.compile(WRITTEN + ".*");
    private static final Comparator<KernelVersion> ORDER =
            Comparator.comparingInt(KernelVersion::kernel).thenComparingInt(KernelVersion::major);

    /** As a profile writes it. */
    public static KernelVersion parse(String text) {
        KernelVersion version =
                match(WRITTEN.matcher(text), "invalid kernel version: \"" + text + "\", expected \"<kernel>.<major>\"");
        if (version.equals(new KernelVersion(0, 0))) {
            throw new InvalidFilterException(
                    "invalid kernel version: \"" + text + "\", expected \"<kernel>.<major>\": version cannot be 0.0");
        }
        return version;
    }

    /** As uname(2) tells it. */
    public static KernelVersion ofRelease(String release) {
        return match(RELEASE.matcher(release), "failed to parse kernel version \"" + release + "\"");
    }

    private static KernelVersion match(Matcher matcher, String complaint) {
        if (!matcher.matches()) {
            throw new InvalidFilterException(complaint);
        }
        return new KernelVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public int compareTo(KernelVersion other) {
        return ORDER.compare(this, other);
    }
}
