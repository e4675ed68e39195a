package sampan.core.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import sampan.core.config.Labels;
import sampan.core.error.EngineException;
import sampan.core.volume.Volume;

/** {@code --filter} of {@code volume ls} and {@code volume prune}: values of one key are alternatives, except labels, and all keys must fit. */
public final class VolumeFilter {
    /** Who uses a volume, by its name. */
    private final List<BiPredicate<Volume, Function<String, List<String>>>> tests = new ArrayList<>();

    private VolumeFilter() {}

    public static VolumeFilter ofList(Map<String, List<String>> filters) {
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

    public static VolumeFilter ofPrune(Map<String, List<String>> filters) {
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

    private static EngineException unknown(String key) {
        return new EngineException.InvalidArgument("Invalid filter '" + key + "'");
    }

    private void dangling(List<String> values) {
        boolean wanted = YesOrNo.of("dangling", values.getLast());
        tests.add((volume, users) -> users.apply(volume.name().text()).isEmpty() == wanted);
    }

    private void labels(List<String> values, boolean present) {
        values.forEach(label -> tests.add((volume, _) -> Labels.fit(volume.labels(), label) == present));
    }

    public boolean fits(Volume volume, Function<String, List<String>> users) {
        return tests.stream().allMatch(test -> test.test(volume, users));
    }
}
