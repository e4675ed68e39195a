package sampan.cli.command.network;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Quoted;
import sampan.cli.flag.Scalars;
import sampan.cli.value.Moment;
import sampan.core.Engine;
import sampan.core.network.Network;

/** {@code --filter} of {@code network ls} and {@code network prune}: values of one key are alternatives, except labels, and all keys must fit. */
final class NetworkFilter {
    private final List<Predicate<Network>> tests = new ArrayList<>();

    private NetworkFilter() {}

    static NetworkFilter ofList(Map<String, List<String>> filters, Engine engine) throws InvalidValue {
        NetworkFilter filter = new NetworkFilter();
        for (Map.Entry<String, List<String>> entry : filters.entrySet()) {
            List<String> values = entry.getValue();
            switch (entry.getKey()) {
                case "driver" -> filter.tests.add(network -> values.contains(network.driver()));
                case "id" -> filter.tests.add(network -> values.stream().anyMatch(network.id()::startsWith));
                case "name" -> filter.tests.add(network -> values.stream().anyMatch(network.name()::contains));
                case "scope" -> filter.tests.add(network -> values.contains(network.scope()));
                case "type" -> filter.type(values);
                case "dangling" -> filter.dangling(values, engine);
                case "label" -> filter.labels(values, true);
                default -> throw unknown(entry.getKey());
            }
        }
        return filter;
    }

    static NetworkFilter ofPrune(Map<String, List<String>> filters) throws InvalidValue {
        NetworkFilter filter = new NetworkFilter();
        for (Map.Entry<String, List<String>> entry : filters.entrySet()) {
            switch (entry.getKey()) {
                case "label" -> filter.labels(entry.getValue(), true);
                case "label!" -> filter.labels(entry.getValue(), false);
                case "until" -> filter.until(entry.getValue().getLast());
                default -> throw unknown(entry.getKey());
            }
        }
        return filter;
    }

    private static InvalidValue unknown(String key) {
        return new InvalidValue("Error response from daemon: invalid filter '" + key + "'");
    }

    private void type(List<String> values) throws InvalidValue {
        for (String value : values) {
            if (!List.of("custom", "builtin").contains(value)) {
                throw new InvalidValue("Error response from daemon: invalid filter: 'type'='" + value + "'");
            }
        }
        tests.add(network -> values.contains(network.isPredefined() ? "builtin" : "custom"));
    }

    private void dangling(List<String> values, Engine engine) throws InvalidValue {
        boolean wanted;
        try {
            wanted = Scalars.bool(values.getLast());
        } catch (InvalidValue notABool) {
            throw new InvalidValue(
                    "Error response from daemon: invalid filter 'dangling=[" + Quoted.of(values.getLast()) + "]'");
        }
        tests.add(network ->
                (!network.isPredefined() && engine.networks().endpoints(network).isEmpty()) == wanted);
    }

    private void until(String value) throws InvalidValue {
        Instant latest = Moment.parse(value, Instant.now(), ZoneId.systemDefault());
        tests.add(network -> Instant.parse(network.created()).isBefore(latest));
    }

    private void labels(List<String> values, boolean present) {
        values.forEach(label -> tests.add(network -> has(network, label) == present));
    }

    private static boolean has(Network network, String label) {
        int equals = label.indexOf('=');
        return equals < 0
                ? network.labels().containsKey(label)
                : label.substring(equals + 1).equals(network.labels().get(label.substring(0, equals)));
    }

    boolean fits(Network network) {
        return tests.stream().allMatch(test -> test.test(network));
    }
}
