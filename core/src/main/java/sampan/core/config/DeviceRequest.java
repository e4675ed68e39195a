package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Devices that are not asked for by path.
 *
 * @param driver {@code cdi}, or empty: whichever has the capabilities
 * @param count of any devices; -1: all there are
 * @param deviceIds by name, instead of a count
 * @param capabilities lists of which one must fit wholly, {@code gpu} and what else is wanted of it
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record DeviceRequest(
        String driver,
        int count,
        @JsonProperty("DeviceIDs") @Nullable List<String> deviceIds,
        @Nullable List<List<String>> capabilities,
        @Nullable Map<String, String> options) {
    /** The driver of {@link #cdi}. */
    public static final String CDI = "cdi";

    public DeviceRequest {
        driver = Lists.text(driver);
    }

    /** Devices by their whole names, {@code vendor.com/class=name}. */
    public static DeviceRequest cdi(List<String> names) {
        return new DeviceRequest(CDI, 0, List.copyOf(names), null, null);
    }
}
