package sampan.core.network.definition;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How addresses of a network are given.
 *
 * @param driver {@code default}: there is no other
 * @param options null when none were asked for
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record Ipam(String driver, @Nullable Map<String, String> options, List<IpamPool> config) {
    public static final String DEFAULT_DRIVER = "default";

    public Ipam {
        driver = driver == null || driver.isEmpty() ? DEFAULT_DRIVER : driver;
        config = config == null ? List.of() : List.copyOf(config);
    }

    public static Ipam of(List<IpamPool> config) {
        return new Ipam(DEFAULT_DRIVER, Map.of(), config);
    }
}
