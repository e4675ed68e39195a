package sampan.core.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import sampan.core.error.EngineException;
import sampan.oci.registry.Found;

/** Which of the images that a search found are to be shown: those that fit in every respect. */
public final class SearchFilter {
    private final List<Predicate<Found>> tests = new ArrayList<>();

    private SearchFilter() {}

    public static SearchFilter of(Map<String, List<String>> filters) {
        SearchFilter filter = new SearchFilter();
        filters.forEach((key, values) -> values.forEach(value -> filter.add(key, value)));
        return filter;
    }

    private void add(String key, String value) {
        switch (key) {
            case "is-official" -> {
                boolean wanted = YesOrNo.of(key, value);
                tests.add(found -> found.official() == wanted);
            }
            case "is-automated" -> {
                boolean wanted = YesOrNo.of(key, value);
                tests.add(_ -> !wanted); // Docker Hub builds none by itself any more
            }
            case "stars" -> {
                long least = number(key, value);
                tests.add(found -> found.stars() >= least);
            }
            default -> throw new EngineException.InvalidArgument("invalid filter '" + key + "'");
        }
    }

    private static long number(String key, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException malformed) {
            throw new EngineException.InvalidArgument("invalid filter '" + key + "=" + value + "'");
        }
    }

    public boolean fits(Found found) {
        return tests.stream().allMatch(test -> test.test(found));
    }
}
