package sampan.core.config;

import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Whether an ended container starts again. Kept and shown; only {@code no} is acted on yet. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record RestartPolicy(String name, int maximumRetryCount) {
    public RestartPolicy {
        name = Lists.text(name);
    }

    public static final RestartPolicy NO = new RestartPolicy("no", 0);
}
