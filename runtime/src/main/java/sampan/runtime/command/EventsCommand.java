package sampan.runtime.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sampan.kernel.Fd;
import sampan.kernel.cgroup.Cgroup;
import sampan.kernel.process.Pidfd;

/** {@code events}: show what a container uses, and when it runs out of memory. */
final class EventsCommand implements RuntimeCommand {
    private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h)");
    private static final long STEP_MILLIS = 100;
    private static final List<Option> OPTIONS = List.of(
            Option.of("interval", "time between two lines of figures (default: 5s)"),
            Option.bool("stats", "show the figures once"));

    @Override
    public String name() {
        return "events";
    }

    @Override
    public String help() {
        return "show what a container uses, and when it runs out of memory";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        long interval = interval(context.words().text("interval").orElse("5s"));
        try (Loaded container = context.load()) {
            if (container.stopped()) {
                throw new RuntimeFailure(
                        "container with id " + container.record().id() + " is not running");
            }
            if (context.words().on("stats")) {
                say(
                        context,
                        container,
                        "stats",
                        StatsView.of(context.machine().cgroups().host(), container));
                return 0;
            }
            return watch(context, container, interval);
        }
    }

    /** Until the container ends. */
    private static int watch(Context context, Loaded container, long interval) throws IOException {
        Optional<Fd> init = container.init();
        if (init.isEmpty() || container.cgroup().isEmpty()) {
            return 0;
        }
        Cgroup cgroup = container.cgroup().get();
        try (Fd process = init.get()) {
            long kills = cgroup.oomKills();
            long next = System.nanoTime() + interval;
            while (!Pidfd.ended(process)) {
                context.invocation().pause(STEP_MILLIS);
                long now = cgroup.oomKills();
                if (now > kills) {
                    say(context, container, "oom", null);
                    kills = now;
                }
                if (System.nanoTime() >= next) {
                    say(
                            context,
                            container,
                            "stats",
                            StatsView.of(context.machine().cgroups().host(), container));
                    next += interval;
                }
            }
        }
        return 0;
    }

    private static void say(Context context, Loaded container, String type, @Nullable Object data) throws IOException {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", type);
        event.put("id", container.record().id());
        if (data != null) {
            event.put("data", data);
        }
        context.invocation().out(GoJson.line(event) + "\n");
    }

    /** Nanoseconds. */
    private static long interval(String text) throws RuntimeFailure {
        Matcher words = DURATION.matcher(text);
        if (!words.matches()) {
            throw RuntimeFailure.usage("invalid value \"" + text + "\" for flag -interval: parse error", 1);
        }
        double number = Double.parseDouble(words.group(1));
        double unit = switch (words.group(2)) {
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            default -> 3600e9;
        };
        if (number * unit <= 0) {
            throw new RuntimeFailure("duration interval must be greater than 0");
        }
        return (long) (number * unit);
    }
}
