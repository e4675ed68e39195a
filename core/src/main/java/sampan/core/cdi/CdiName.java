package sampan.core.cdi;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole name of a device: {@code vendor.com/class=name}.
 *
 * @param kind vendor and class, {@code vendor.com/class}
 */
public record CdiName(String kind, String device) {
    private static final String WORD = "[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?";
    private static final Pattern KIND = Pattern.compile(WORD + "/" + WORD);
    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_.:-]*[A-Za-z0-9])?");
    private static final Pattern NAME = Pattern.compile("([^=]*)=(.*)", Pattern.DOTALL);

    /** Empty for a path and whatever else is no such name. */
    public static Optional<CdiName> parse(String text) {
        Matcher parts = NAME.matcher(text);
        return parts.matches() && isKind(parts.group(1)) && isDevice(parts.group(2))
                ? Optional.of(new CdiName(parts.group(1), parts.group(2)))
                : Optional.empty();
    }

    static boolean isKind(String text) {
        return KIND.matcher(text).matches();
    }

    static boolean isDevice(String text) {
        return DEVICE.matcher(text).matches();
    }

    @Override
    public String toString() {
        return kind + "=" + device;
    }
}
