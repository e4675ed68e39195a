package sampan.cli.command.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Quoted;
import sampan.cli.flag.Scalars;
import sampan.core.volume.Volume;

/** {@code --filter} of {@code volume ls} and {@code volume prune}: values of one key are alternatives, except labels, and all keys must fit. */
final class VolumeFilter {
    /** Who uses a volume, by its name. */
    private final List<BiPredicate<Volume, Function<String, List<String>>>> tests = new ArrayList<>();

    private VolumeFilter() {}

    static VolumeFilter ofList(Map<String, List<String>> filters) throws InvalidValue {
        VolumeFilter filter = new VolumeFilter();
        for (Map.Entry<String, List<String>> entry : filters.entrySet()) {
            List<String> values = entry.getValue();
            switch (entry.getKey()) {
                case "name" ->
                    filter.tests.add((volume, _) ->
                            values.stream().anyMatch(volume.name().text()::contains));
                case "driver" -> filter.tests.add((_, _) -> values.contains("local"));
                case "dangling" -> filter.dangling(values);
                case "label" -> filter.labels(values, true);
                default -> throw unknown(entry.getKey());
            }
        }
        return filter;
    }

    static VolumeFilter ofPrune(Map<String, List<String>> filters) throws InvalidValue {
        VolumeFilter filter = new VolumeFilter();
        for (Map.Entry<String, List<String>> entry : filters.entrySet()) {
            switch (entry.getKey()) {
                case "label" -> filter.labels(entry.getValue(), true);
                case "label!" -> filter.labels(entry.getValue(), false);
                case "all" -> {}
                default -> throw unknown(entry.getKey());
            }
        }
        return filter;
    }

    private static InvalidValue unknown(String key) {
        return new InvalidValue("Error response from daemon: Invalid filter '" + key + "'");
    }

    private void dangling(List<String> values) throws InvalidValue {
        boolean wanted = bool("dangling", values);
        tests.add((volume, users) -> users.apply(volume.name().text()).isEmpty() == wanted);
    }

    static boolean bool(String key, List<String> values) throws InvalidValue {
        try {
            return Scalars.bool(values.getLast());
        } catch (InvalidValue notABool) {
            throw new InvalidValue(
                    "Error response from daemon: invalid filter '" + key + "=[" + Quoted.of(values.getLast()) + "]'");
        }
    }

    private void labels(List<String> values, boolean present) {
        values.forEach(label -> tests.add((volume, _) -> has(volume, label) == present));
    }

    private static boolean has(Volume volume, String label) {
        int equals = label.indexOf('=');
        return equals < 0
                ? volume.labels().containsKey(label)
                : label.substring(equals + 1).equals(volume.labels().get(label.substring(0, equals)));
    }

    boolean fits(Volume volume, Function<String, List<String>> users) {
        return tests.stream().allMatch(test -> test.test(volume, users));
    }
}
