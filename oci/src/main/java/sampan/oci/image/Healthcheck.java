package sampan.oci.image;

import java.time.Duration;
import java.util.List;

/**
 * Docker's {@code HEALTHCHECK}. Zero stands for the default.
 *
 * @param test empty: inherit; {@code NONE}: none; {@code CMD …} or {@code CMD-SHELL …}
 */
public record Healthcheck(
        List<String> test,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        int retries) {
    public Healthcheck {
        test = List.copyOf(test);
    }
}
