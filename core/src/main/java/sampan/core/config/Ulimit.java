package sampan.core.config;

import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** getrlimit(2), by its name in ulimit(1); -1 is unlimited. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record Ulimit(String name, long soft, long hard) {
    public Ulimit {
        name = Lists.text(name);
    }
}
