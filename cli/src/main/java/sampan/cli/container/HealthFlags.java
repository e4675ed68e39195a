package sampan.cli.container;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.core.config.Healthcheck;
import sampan.core.filter.GoDuration;

/** How to see whether it is healthy. */
final class HealthFlags {
    private static final Flag<String> COMMAND = Flag.text("health-cmd", "Command that tells whether it is healthy");
    private static final Flag<Duration> INTERVAL = duration("health-interval", "Time between two checks (30s)");
    private static final Flag<Long> RETRIES =
            Flag.number("health-retries", "Failures in a row that make it unhealthy (3)");
    private static final Flag<Duration> START_INTERVAL =
            duration("health-start-interval", "Time between two checks while it starts (5s)");
    private static final Flag<Duration> START_PERIOD =
            duration("health-start-period", "Time it has to start: failures do not count in it");
    private static final Flag<Duration> TIMEOUT = duration("health-timeout", "Longest time of one check (30s)");
    private static final Flag<Boolean> NONE = Flag.bool("no-healthcheck", "Run no check, whatever the image says");

    static final Flag<String> ON_UNHEALTHY =
            Flag.text("on-unhealthy", "What happens when it is unhealthy: 'none', 'restart', 'stop' or 'kill'");

    static final List<Flag<?>> ALL =
            List.of(COMMAND, INTERVAL, RETRIES, START_INTERVAL, START_PERIOD, TIMEOUT, NONE, ON_UNHEALTHY);

    private HealthFlags() {}

    private static Flag<Duration> duration(String name, String help) {
        return Flag.of(name, "duration", help, HealthFlags::parse);
    }

    private static Duration parse(String text) throws InvalidValue {
        try {
            return GoDuration.parse(text);
        } catch (DateTimeException malformed) {
            throw new InvalidValue(String.valueOf(malformed.getMessage()));
        }
    }

    /** Empty when nothing is said of it: the image's then. */
    static Optional<Healthcheck> of(ParsedFlags flags) throws InvalidValue {
        String command = flags.value(COMMAND).orElse("");
        long interval = nanos(flags, INTERVAL);
        long timeout = nanos(flags, TIMEOUT);
        long startPeriod = nanos(flags, START_PERIOD);
        long startInterval = nanos(flags, START_INTERVAL);
        long retries = flags.value(RETRIES).orElse(0L);
        boolean asked = !command.isEmpty()
                || interval != 0
                || timeout != 0
                || startPeriod != 0
                || startInterval != 0
                || retries != 0;
        if (flags.on(NONE)) {
            if (asked) {
                throw new InvalidValue("--no-healthcheck conflicts with --health-* options");
            }
            return Optional.of(new Healthcheck(List.of("NONE"), 0, 0, 0, 0, 0));
        }
        refuseNegative(flags, retries);
        return asked
                ? Optional.of(new Healthcheck(
                        command.isEmpty() ? List.of() : List.of("CMD-SHELL", command),
                        interval,
                        timeout,
                        startPeriod,
                        startInterval,
                        Math.clamp(retries, 0, Integer.MAX_VALUE)))
                : Optional.empty();
    }

    private static void refuseNegative(ParsedFlags flags, long retries) throws InvalidValue {
        for (Flag<Duration> flag : List.of(INTERVAL, TIMEOUT)) {
            refuse(flags.value(flag).orElse(Duration.ZERO).isNegative(), flag);
        }
        refuse(retries < 0, RETRIES);
        for (Flag<Duration> flag : List.of(START_PERIOD, START_INTERVAL)) {
            refuse(flags.value(flag).orElse(Duration.ZERO).isNegative(), flag);
        }
    }

    private static void refuse(boolean negative, Flag<?> flag) throws InvalidValue {
        if (negative) {
            throw new InvalidValue("--" + flag.name() + " cannot be negative");
        }
    }

    private static long nanos(ParsedFlags flags, Flag<Duration> flag) {
        return flags.value(flag).map(Duration::toNanos).orElse(0L);
    }
}
