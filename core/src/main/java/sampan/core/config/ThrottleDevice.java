package sampan.core.config;

import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Limit on a block device, per second. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record ThrottleDevice(String path, long rate) {
    public ThrottleDevice {
        path = Lists.text(path);
    }
}
