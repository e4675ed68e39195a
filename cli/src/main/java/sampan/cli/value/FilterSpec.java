package sampan.cli.value;

import java.util.Locale;
import sampan.cli.flag.InvalidValue;

/** {@code --filter dangling=true}. */
public record FilterSpec(String key, String value) {
    public static FilterSpec parse(String text) throws InvalidValue {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new InvalidValue("bad format of filter (expected name=value)");
        }
        return new FilterSpec(
                text.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                text.substring(equals + 1).strip());
    }
}
