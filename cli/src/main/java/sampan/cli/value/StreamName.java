package sampan.cli.value;

import java.util.Locale;
import java.util.Set;
import sampan.cli.flag.InvalidValue;

/** {@code -a stdin}, {@code -a STDOUT}. */
public final class StreamName {
    private static final Set<String> NAMES = Set.of("stdin", "stdout", "stderr");

    private StreamName() {}

    public static String parse(String text) throws InvalidValue {
        String name = text.toLowerCase(Locale.ROOT);
        if (!NAMES.contains(name)) {
            throw new InvalidValue("valid streams are STDIN, STDOUT and STDERR");
        }
        return name;
    }
}
