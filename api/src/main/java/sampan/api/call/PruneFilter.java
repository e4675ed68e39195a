package sampan.api.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import sampan.core.error.EngineException;

/** Which things of an age and with labels a call is about: everything given must fit. */
public final class PruneFilter {
    private final List<BiPredicate<Instant, Map<String, String>>> tests = new ArrayList<>();

    private PruneFilter() {}

    /** @param now what ages are counted from */
    public static PruneFilter of(Map<String, List<String>> filters, Instant now) {
        PruneFilter filter = new PruneFilter();
        filters.forEach((key, values) -> {
            switch (key) {
                case "until" -> filter.until(values, now);
                case "label" -> values.forEach(label -> filter.tests.add((_, has) -> labelled(has, label)));
                case "label!" -> values.forEach(label -> filter.tests.add((_, has) -> !labelled(has, label)));
                default -> throw new EngineException.InvalidArgument("invalid filter '" + key + "'");
            }
        });
        return filter;
    }

    private void until(List<String> values, Instant now) {
        if (values.size() > 1) {
            throw new EngineException.InvalidArgument("more than one until filter specified");
        }
        values.forEach(value -> {
            Instant until = Moments.parse(value, now);
            tests.add((created, _) -> created.isBefore(until));
        });
    }

    /** {@code key} or {@code key=value}. */
    public static boolean labelled(Map<String, String> labels, String wanted) {
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }

    public boolean fits(Instant created, Map<String, String> labels) {
        return tests.stream().allMatch(test -> test.test(created, labels));
    }
}
