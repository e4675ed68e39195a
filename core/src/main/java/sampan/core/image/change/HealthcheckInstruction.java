package sampan.core.image.change;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sampan.oci.image.ContainerDefaults;
import sampan.oci.image.Healthcheck;

/** {@code HEALTHCHECK [--interval=30s …] CMD …} or {@code HEALTHCHECK NONE}. */
final class HealthcheckInstruction {
    private static final List<String> FLAGS =
            List.of("interval", "timeout", "start-period", "start-interval", "retries");
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(h|ms|m|s|us|µs|ns)");

    private HealthcheckInstruction() {}

    static void apply(ContainerDefaults.Draft draft, String line) {
        Map<String, String> flags = new HashMap<>();
        String rest = line;
        while (rest.startsWith("--")) {
            String[] parts = rest.split("\\s+", 2);
            flag(parts[0], flags);
            rest = parts.length > 1 ? parts[1] : "";
        }
        if (rest.isEmpty()) {
            throw Changes.invalid("HEALTHCHECK requires at least one argument");
        }
        String[] parts = rest.split("\\s+", 2);
        String argument = parts.length > 1 ? parts[1] : "";
        List<String> test = switch (parts[0].toUpperCase(Locale.ROOT)) {
            case "NONE" -> none(argument);
            case "CMD" -> command(argument);
            default -> throw Changes.invalid("Unknown type \"" + parts[0] + "\" in HEALTHCHECK (try CMD)");
        };
        draft.healthcheck = Optional.of(new Healthcheck(
                test,
                duration(flags, "interval"),
                duration(flags, "timeout"),
                duration(flags, "start-period"),
                duration(flags, "start-interval"),
                retries(flags.getOrDefault("retries", "0"))));
    }

    private static void flag(String flag, Map<String, String> flags) {
        String[] parts = flag.substring(2).split("=", 2);
        if (!FLAGS.contains(parts[0])) {
            throw Changes.invalid("Unknown flag: " + parts[0]);
        }
        if (parts.length < 2) {
            throw Changes.invalid("Missing a value on flag: " + parts[0]);
        }
        if (flags.put(parts[0], parts[1]) != null) {
            throw Changes.invalid("Duplicate flag specified: " + parts[0]);
        }
    }

    private static List<String> none(String argument) {
        if (!argument.isEmpty()) {
            throw Changes.invalid("HEALTHCHECK NONE takes no arguments");
        }
        return List.of("NONE");
    }

    private static List<String> command(String argument) {
        if (argument.isEmpty()) {
            throw Changes.invalid("Missing command after HEALTHCHECK CMD");
        }
        List<String> list = Changes.list(argument);
        return list.isEmpty()
                ? List.of("CMD-SHELL", argument)
                : Stream.concat(Stream.of("CMD"), list.stream()).toList();
    }

    private static Duration duration(Map<String, String> flags, String name) {
        String text = flags.getOrDefault(name, "0s");
        Matcher part = PART.matcher(text);
        BigDecimal nanos = BigDecimal.ZERO;
        int end = 0;
        while (part.lookingAt()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
            end = part.end();
            part.region(end, text.length());
        }
        if (end != text.length() || end == 0 || text.length() > 64) {
            throw Changes.invalid("time: invalid duration \"" + text + "\"");
        }
        if (nanos.signum() > 0 && nanos.compareTo(BigDecimal.valueOf(1_000_000)) < 0) {
            throw Changes.invalid("Interval \"" + name + "\" cannot be less than 1ms");
        }
        return Duration.ofNanos(nanos.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
    }

    /** In nanoseconds. */
    private static long unit(String name) {
        return switch (name) {
            case "h" -> 3_600_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "s" -> 1_000_000_000L;
            case "ms" -> 1_000_000L;
            case "ns" -> 1L;
            default -> 1000L; // both spellings of a microsecond
        };
    }

    private static int retries(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw Changes.invalid("--retries must be a whole number and not negative: " + text);
        }
        return Integer.parseInt(text);
    }
}
