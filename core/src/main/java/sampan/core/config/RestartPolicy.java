package sampan.core.config;

import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Whether an ended container starts again.
 *
 * @param maximumRetryCount of {@code on-failure}; 0: without end
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record RestartPolicy(String name, int maximumRetryCount) {
    public RestartPolicy {
        name = Lists.text(name);
    }

    public static final String ALWAYS = "always";
    public static final String ON_FAILURE = "on-failure";
    public static final String UNLESS_STOPPED = "unless-stopped";

    public static final RestartPolicy NO = new RestartPolicy("no", 0);

    /** False for {@code no}, however it is written. */
    public boolean restarts() {
        return !name.isEmpty() && !name.equals(NO.name());
    }
}
