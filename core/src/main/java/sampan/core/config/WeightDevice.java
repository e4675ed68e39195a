package sampan.core.config;

import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Share of a block device's time. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record WeightDevice(String path, int weight) {
    public WeightDevice {
        path = Lists.text(path);
    }
}
