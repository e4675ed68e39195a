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
                volume.labels().isEmpty() ? null : new TreeMap<>(volume.labels()),
                volume.mountpoint().toString(),
                volume.name().text(),
                volume.options().isEmpty() ? null : new TreeMap<>(volume.options()),
                "local");
    }
}
