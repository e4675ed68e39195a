package sampan.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.cli.flag.InvalidValue;

/** The values of {@code --filter}. */
final class FilterFlag {
    private FilterFlag() {}

    /** @param filters {@code key=value} each */
    static Map<String, List<String>> byKey(List<String> filters) throws InvalidValue {
        Map<String, List<String>> byKey = new LinkedHashMap<>();
        for (String text : filters) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new InvalidValue(
                        "invalid argument \"" + text + "\" for \"-f, --filter\" flag: invalid filter '" + text + "'");
            }
            byKey.computeIfAbsent(text.substring(0, equals), _ -> new ArrayList<>())
                    .add(text.substring(equals + 1));
        }
        return byKey;
    }
}
