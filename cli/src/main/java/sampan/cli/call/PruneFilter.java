package sampan.cli.call;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import sampan.cli.flag.InvalidValue;
import sampan.cli.value.Moment;

/** {@code --filter} of the prune commands: everything given must fit. */
public final class PruneFilter {
    private final List<BiPredicate<Instant, Map<String, String>>> tests = new ArrayList<>();

    private PruneFilter() {}

    public static PruneFilter of(Map<String, List<String>> filters) throws InvalidValue {
        PruneFilter filter = new PruneFilter();
        for (Map.Entry<String, List<String>> entry : filters.entrySet()) {
            switch (entry.getKey()) {
                case "until" -> filter.until(entry.getValue());
                case "label" -> entry.getValue().forEach(label -> filter.tests.add((_, has) -> labelled(has, label)));
                case "label!" -> entry.getValue().forEach(label -> filter.tests.add((_, has) -> !labelled(has, label)));
                default ->
                    throw new InvalidValue("Error response from daemon: Invalid filter '" + entry.getKey() + "'");
            }
        }
        return filter;
    }

    private void until(List<String> values) throws InvalidValue {
        if (values.size() > 1) {
            throw new InvalidValue("Error response from daemon: more than one until filter specified");
        }
        Instant until;
        try {
            until = Moment.parse(values.getFirst(), Instant.now(), ZoneId.systemDefault());
        } catch (InvalidValue malformed) {
            throw new InvalidValue("Error response from daemon: " + malformed.getMessage());
        }
        tests.add((created, _) -> created.isBefore(until));
    }

    private static boolean labelled(Map<String, String> labels, String wanted) {
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }

    public boolean fits(Instant created, Map<String, String> labels) {
        return tests.stream().allMatch(test -> test.test(created, labels));
    }
}
