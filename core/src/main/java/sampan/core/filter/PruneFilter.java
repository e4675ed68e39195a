package sampan.core.filter;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import sampan.core.config.Labels;
import sampan.core.error.EngineException;

/** What is to be cleared away, by age and labels: everything given must fit. */
public final class PruneFilter {
    private final List<BiPredicate<Instant, Map<String, String>>> tests = new ArrayList<>();

    private PruneFilter() {}

    public static PruneFilter of(Map<String, List<String>> filters) {
        PruneFilter filter = new PruneFilter();
        filters.forEach((key, values) -> {
            switch (key) {
                case "until" -> filter.until(values);
                case "label" -> values.forEach(label -> filter.tests.add((_, has) -> Labels.fit(has, label)));
                case "label!" -> values.forEach(label -> filter.tests.add((_, has) -> !Labels.fit(has, label)));
                default -> throw new EngineException.InvalidArgument("Invalid filter '" + key + "'");
            }
        });
        return filter;
    }

    private void until(List<String> values) {
        if (values.size() > 1) {
            throw new EngineException.InvalidArgument("more than one until filter specified");
        }
        Instant until = moment(values.getFirst());
        tests.add((created, _) -> created.isBefore(until));
    }

    static Instant moment(String value) {
        try {
            return Moment.parse(value, Instant.now(), ZoneId.systemDefault());
        } catch (DateTimeException malformed) {
            throw new EngineException.InvalidArgument(String.valueOf(malformed.getMessage()));
        }
    }

    public boolean fits(Instant created, Map<String, String> labels) {
        return tests.stream().allMatch(test -> test.test(created, labels));
    }
}
