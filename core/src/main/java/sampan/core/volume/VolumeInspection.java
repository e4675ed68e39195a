package sampan.core.volume;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What {@code docker volume inspect} shows. */
@JsonNaming(UpperCamelCaseStrategy.class)
@JsonPropertyOrder({"CreatedAt", "Driver", "Labels", "Mountpoint", "Name", "Options", "Scope"})
public record VolumeInspection(
        Instant createdAt,
        String driver,
        @Nullable Map<String, String> labels,
        String mountpoint,
        String name,
        @Nullable Map<String, String> options,
        String scope) {
    public static VolumeInspection of(Volume volume) {
        return new VolumeInspection(
                volume.created().truncatedTo(ChronoUnit.SECONDS),
                LocalDriver.NAME,
                shown(volume.labels(), volume.sent().labels()),
                volume.mountpoint().toString(),
                volume.name().text(),
                shown(volume.options(), volume.sent().options()),
                "local");
    }

    private static @Nullable Map<String, String> shown(Map<String, String> words, boolean sent) {
        return words.isEmpty() && !sent ? null : new TreeMap<>(words);
    }
}
