package sampan.core.config;

import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Where output goes: a driver and its options. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record LogConfig(String type, Map<String, String> config) {
    public LogConfig {
        type = Lists.text(type);
        config = Lists.of(config);
    }

    /** The engine's default: {@code local}, bounded. */
    public static final LogConfig DEFAULT = new LogConfig("", Map.of());
}
