package sampan.cli.value;

import java.util.List;
import java.util.regex.Pattern;
import sampan.cli.flag.InvalidValue;
import sampan.core.config.DeviceMapping;

/** {@code /dev/fuse}, {@code /dev/sda:/dev/xvda:rw}, {@code /dev/sda:r}; and rules for the device cgroup, {@code c 1:3 rwm}. */
public final class DeviceSpec {
    private static final String ALL = "rwm";
    private static final Pattern MODE = Pattern.compile("[rwm]{1,3}");
    private static final Pattern RULE = Pattern.compile("[acb] ([0-9]+|\\*):([0-9]+|\\*) [rwm]{1,3}");

    private DeviceSpec() {}

    public static DeviceMapping parse(String text) throws InvalidValue {
        List<String> parts = parts(text);
        String inside = parts.getFirst();
        String mode = parts.size() == 3 ? parts.get(2) : ALL;
        if (parts.size() == 2 && isMode(parts.get(1))) {
            mode = parts.get(1);
        } else if (parts.size() > 1) {
            inside = parts.get(1);
        }
        String path = absolute(inside);
        return new DeviceMapping(absolute(parts.getFirst()), path, mode);
    }

    private static List<String> parts(String text) throws InvalidValue {
        List<String> parts = List.of(text.split(":", -1));
        if (parts.getFirst().isEmpty() || parts.size() > 3) {
            throw new InvalidValue("bad format for path: " + text);
        }
        if (parts.size() == 3 && !isMode(parts.get(2))) {
            throw new InvalidValue("bad mode specified: " + parts.get(2));
        }
        return parts;
    }

    private static String absolute(String path) throws InvalidValue {
        if (!path.startsWith("/")) {
            throw new InvalidValue(path + " is not an absolute path");
        }
        return path;
    }

    public static String rule(String text) throws InvalidValue {
        if (!RULE.matcher(text).matches()) {
            throw new InvalidValue("invalid device cgroup format '" + text + "'");
        }
        return text;
    }

    private static boolean isMode(String text) {
        return MODE.matcher(text).matches() && text.chars().distinct().count() == text.length();
    }
}
