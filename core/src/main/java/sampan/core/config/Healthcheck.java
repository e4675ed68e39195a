package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** How to see whether a container is healthy; times in nanoseconds, 0 is the usual. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record Healthcheck(
        @JsonInclude(Include.NON_EMPTY) List<String> test,
        @JsonInclude(Include.NON_DEFAULT) long interval,
        @JsonInclude(Include.NON_DEFAULT) long timeout,
        @JsonInclude(Include.NON_DEFAULT) long startPeriod,
        @JsonInclude(Include.NON_DEFAULT) long startInterval,
        @JsonInclude(Include.NON_DEFAULT) int retries) {
    public static final Healthcheck EMPTY = new Healthcheck(List.of(), 0, 0, 0, 0, 0);

    public Healthcheck {
        test = Lists.of(test);
    }
}
