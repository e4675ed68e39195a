package sampan.core.filter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import sampan.core.config.Labels;
import sampan.core.error.EngineException;
import sampan.core.network.definition.Network;

/** {@code --filter} of {@code network ls} and {@code network prune}: values of one key are alternatives, except labels, and all keys must fit. */
public final class NetworkFilter {
    private final List<Predicate<Network>> tests = new ArrayList<>();

    private NetworkFilter() {}

    /** @param used whether a container that runs is on a network */
    public static NetworkFilter ofList(Map<String, List<String>> filters, Predicate<Network> used) {
        NetworkFilter filter = new NetworkFilter();
        filters.forEach((key, values) -> {
            switch (key) {
                case "driver" -> filter.tests.add(network -> values.contains(network.driver()));
                case "id" -> filter.tests.add(network -> values.stream().anyMatch(network.id()::startsWith));
                case "name" -> filter.tests.add(network -> values.stream().anyMatch(network.name()::contains));
                case "scope" -> filter.tests.add(network -> values.contains(network.scope()));
                case "type" -> filter.type(values);
                case "dangling" -> filter.dangling(values, used);
                case "label" -> filter.labels(values, true);
                default -> throw unknown(key);
            }
        });
        return filter;
    }

    public static NetworkFilter ofPrune(Map<String, List<String>> filters) {
        NetworkFilter filter = new NetworkFilter();
        filters.forEach((key, values) -> {
            switch (key) {
                case "label" -> filter.labels(values, true);
                case "label!" -> filter.labels(values, false);
                case "until" -> filter.until(values.getLast());
                default -> throw unknown(key);
            }
        });
        return filter;
    }

    private static EngineException unknown(String key) {
        return new EngineException.InvalidArgument("invalid filter '" + key + "'");
    }

    private void type(List<String> values) {
        for (String value : values) {
            if (!List.of("custom", "builtin").contains(value)) {
                throw new EngineException.InvalidArgument("invalid filter: 'type'='" + value + "'");
            }
        }
        tests.add(network -> values.contains(network.isPredefined() ? "builtin" : "custom"));
    }

    private void dangling(List<String> values, Predicate<Network> used) {
        boolean wanted = YesOrNo.of("dangling", values.getLast());
        tests.add(network -> (!network.isPredefined() && !used.test(network)) == wanted);
    }

    private void until(String value) {
        Instant latest = PruneFilter.moment(value);
        tests.add(network -> Instant.parse(network.created()).isBefore(latest));
    }

    private void labels(List<String> values, boolean present) {
        values.forEach(label -> tests.add(network -> Labels.fit(network.labels(), label) == present));
    }

    /** Whether it is one of those that were meant. */
    public boolean fits(Network network) {
        return tests.stream().allMatch(test -> test.test(network));
    }
}
