package sampan.api.call;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What everything takes on disk in the form of 1.52: sums of each kind, with the things themselves behind them. */
final class UsageSums {
    private static final List<String> UP = List.of("running", "paused", "restarting");

    private UsageSums() {}

    /**
     * One kind.
     *
     * @param active whether something uses it
     * @param size bytes it takes of its own
     */
    private record Kind(String name, String old, Predicate<JsonNode> active, ToLongFunction<JsonNode> size) {
        void sum(ObjectNode usage) {
            JsonNode items = usage.path(old);
            if (items.isMissingNode()) {
                return; // not asked for
            }
            List<JsonNode> used = items.valueStream().filter(active).toList();
            long inUse = used.stream().mapToLong(size).sum();
            long total = old.equals("Images")
                    ? usage.path("LayersSize").asLong(0)
                    : items.valueStream().mapToLong(size).sum();
            usage.putObject(name)
                    .put("ActiveCount", used.size())
                    .put("TotalCount", items.size())
                    .put("Reclaimable", total - inUse)
                    .put("TotalSize", total)
                    .set("Items", items.deepCopy());
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "ImageUsage",
                    "Images",
                    image -> image.path("Containers").asInt(0) > 0,
                    image -> image.path("Size").asLong(0)
                            - image.path("SharedSize").asLong(0)),
            new Kind(
                    "ContainerUsage",
                    "Containers",
                    container -> UP.contains(container.path("State").asString("")),
                    container -> container.path("SizeRw").asLong(0)),
            new Kind(
                    "VolumeUsage",
                    "Volumes",
                    volume -> volume.at("/UsageData/RefCount").asInt(0) > 0,
                    volume -> volume.at("/UsageData/Size").asLong(0)),
            new Kind("BuildCacheUsage", "BuildCache", _ -> false, _ -> 0));

    /** Beside what older versions have. */
    static void of(ObjectNode usage) {
        KINDS.forEach(kind -> kind.sum(usage));
    }
}
