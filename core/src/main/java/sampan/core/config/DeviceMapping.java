package sampan.core.config;

import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A device of the host.
 *
 * @param cgroupPermissions of r, w and m
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record DeviceMapping(String pathOnHost, String pathInContainer, String cgroupPermissions) {
    public DeviceMapping {
        pathOnHost = Lists.text(pathOnHost);
        pathInContainer = Lists.text(pathInContainer);
        cgroupPermissions = Lists.text(cgroupPermissions);
    }
}
