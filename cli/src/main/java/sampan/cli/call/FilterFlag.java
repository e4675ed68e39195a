package sampan.cli.call;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.cli.flag.InvalidValue;
import sampan.cli.value.FilterSpec;

/** The values of {@code --filter}. */
public final class FilterFlag {
    private FilterFlag() {}

    /** Refuses what is not {@code key=value}; nothing at all is no filter. */
    public static String parse(String text) throws InvalidValue {
        if (!text.isEmpty()) {
            FilterSpec.parse(text);
        }
        return text;
    }

    /** @param filters {@code key=value} each */
    public static Map<String, List<String>> byKey(List<String> filters) throws InvalidValue {
        Map<String, List<String>> byKey = new LinkedHashMap<>();
        for (String text : filters) {
            if (!text.isEmpty()) {
                FilterSpec filter = FilterSpec.parse(text);
                byKey.computeIfAbsent(filter.key(), _ -> new ArrayList<>()).add(filter.value());
            }
        }
        return byKey;
    }
}
