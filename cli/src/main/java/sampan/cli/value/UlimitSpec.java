package sampan.cli.value;

import java.util.List;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Scalars;
import sampan.core.config.Ulimit;

/** {@code nofile=1024:2048}, {@code core=-1}. */
public final class UlimitSpec {
    private UlimitSpec() {}

    public static Ulimit parse(String text) throws InvalidValue {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new InvalidValue("invalid ulimit argument: " + text);
        }
        String name = text.substring(0, equals);
        if (!Ulimit.NAMES.contains(name)) {
            throw new InvalidValue("invalid ulimit type: " + name);
        }
        String limits = text.substring(equals + 1);
        List<String> parts = List.of(limits.split(":", -1));
        if (parts.size() > 2) {
            throw new InvalidValue(
                    "too many limit value arguments - " + limits + ", can only have up to two, `soft[:hard]`");
        }
        long hard = Scalars.int64(parts.getLast());
        long soft = Scalars.int64(parts.getFirst());
        if (hard != -1 && (soft > hard || soft == -1)) {
            throw new InvalidValue(
                    "ulimit soft limit must be less than or equal to hard limit: " + soft + " > " + hard);
        }
        return new Ulimit(name, soft, hard);
    }
}
