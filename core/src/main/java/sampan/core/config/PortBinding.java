package sampan.core.config;

import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A port of the host; empty is any. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record PortBinding(String hostIp, String hostPort) {
    public PortBinding {
        hostIp = Lists.text(hostIp);
        hostPort = Lists.text(hostPort);
    }
}
