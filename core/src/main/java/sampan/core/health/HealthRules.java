package sampan.core.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.core.config.ContainerConfig;
import sampan.core.config.Healthcheck;

/**
 * Docker's rules: how often to look, for how long to wait, and what a result means.
 *
 * @param command what is run in the container
 * @param startPeriod failures in it do not count, until the first success
 * @param startInterval between two checks in the start period
 */
public record HealthRules(
        List<String> command,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        int retries) {
    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final Duration USUAL_AT_START = Duration.ofSeconds(5);
    private static final int USUAL_RETRIES = 3;

    /** Empty when there is nothing to check. */
    public static Optional<HealthRules> of(ContainerConfig config) {
        Healthcheck check = config.healthcheck();
        List<String> command = check == null ? List.of() : command(check.test(), config.shell());
        return check == null || command.isEmpty()
                ? Optional.empty()
                : Optional.of(new HealthRules(
                        command,
                        or(check.interval(), USUAL),
                        or(check.timeout(), USUAL),
                        Duration.ofNanos(check.startPeriod()),
                        or(check.startInterval(), USUAL_AT_START),
                        check.retries() == 0 ? USUAL_RETRIES : check.retries()));
    }

    private static List<String> command(List<String> test, List<String> shell) {
        String kind = test.isEmpty() ? "" : test.getFirst();
        List<String> rest = test.isEmpty() ? test : test.subList(1, test.size());
        return switch (kind) {
            case "CMD" -> rest;
            case "CMD-SHELL" -> {
                List<String> all = new ArrayList<>(shell.isEmpty() ? List.of("/bin/sh", "-c") : shell);
                all.addAll(rest);
                yield rest.isEmpty() ? rest : all;
            }
            default -> List.of();
        };
    }

    private static Duration or(long nanos, Duration usual) {
        return nanos == 0 ? usual : Duration.ofNanos(nanos);
    }

    /** How long to wait for the next check. */
    Duration next(Health health, Duration sinceStart) {
        boolean starting = health.status().equals(Health.STARTING) && sinceStart.compareTo(startPeriod) < 0;
        return starting ? startInterval : interval;
    }

    /** @param sinceStart from the container's start to the beginning of the check */
    Health after(Health before, Health.Result result, Duration sinceStart) {
        if (result.exitCode() == 0) {
            return before.with(Health.HEALTHY, 0, result);
        }
        if (before.status().equals(Health.STARTING) && sinceStart.compareTo(startPeriod) < 0) {
            return before.with(before.status(), before.failingStreak(), result);
        }
        int streak = before.failingStreak() + 1;
        return before.with(streak >= retries ? Health.UNHEALTHY : before.status(), streak, result);
    }
}
