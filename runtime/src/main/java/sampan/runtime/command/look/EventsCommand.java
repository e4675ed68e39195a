package sampan.runtime.command.look;

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
import sampan.kernel.cgroup.CgroupHost;
import sampan.kernel.cgroup.CgroupPath;
import sampan.kernel.cgroup.MemoryPressure;
import sampan.kernel.process.Pidfd;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.command.json.GoJson;

/** {@code events}: show what a container uses, and when it is short of memory, or runs out of it. */
public final class EventsCommand implements RuntimeCommand {
    private static final Pattern PART = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|ms|s|m|h)");
    private static final Pattern DURATION = Pattern.compile("(?:" + PART.pattern() + ")+");
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
        return "show what a container uses, and when it is short of memory";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        long interval = interval(context.words().value("interval").orElse("5s"));
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
        CgroupHost host = context.machine().cgroups().host();
        CgroupPath path = CgroupPath.parse(container.record().cgroup());
        Optional<MemoryPressure> pressure = MemoryPressure.watch(host, path);
        try (Fd process = init.get()) {
            Watcher watcher = new Watcher(context, container, container.cgroup().get(), pressure);
            watcher.watch(process, interval);
        } finally {
            pressure.ifPresent(MemoryPressure::close);
        }
        return 0;
    }

    /** What is looked at, again and again. */
    private record Watcher(Context context, Loaded container, Cgroup cgroup, Optional<MemoryPressure> pressure) {
        void watch(Fd process, long interval) throws IOException {
            long kills = cgroup.oomKills();
            long next = System.nanoTime() + interval;
            while (!Pidfd.ended(process)) {
                context.invocation().pause(STEP_MILLIS);
                long now = cgroup.oomKills();
                if (now > kills) {
                    say(context, container, "oom", null);
                    kills = now;
                }
                Optional<String> felt = pressure.isPresent() ? pressure.get().felt() : Optional.empty();
                if (felt.isPresent()) {
                    say(context, container, "pressure", Map.of("memory", felt.get()));
                }
                if (System.nanoTime() >= next) {
                    CgroupHost host = context.machine().cgroups().host();
                    say(context, container, "stats", StatsView.of(host, container));
                    next += interval;
                }
            }
        }
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

    /** Nanoseconds, by the rules of Go's durations: {@code 1h30m}, {@code 1.5s}, {@code 0}. */
    private static long interval(String text) throws RuntimeFailure {
        String unsigned = text.replaceFirst("^[+-]", "");
        if (!unsigned.equals("0") && !DURATION.matcher(unsigned).matches()) {
            throw RuntimeFailure.usage("invalid value \"" + text + "\" for flag -interval: parse error", 1);
        }
        double sum = 0;
        Matcher part = PART.matcher(unsigned);
        while (part.find()) {
            sum += Double.parseDouble(part.group(1)) * nanoseconds(part.group(2));
        }
        if (sum <= 0 || text.startsWith("-")) {
            throw new RuntimeFailure("duration interval must be greater than 0");
        }
        return (long) sum;
    }

    private static double nanoseconds(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            default -> 3600e9;
        };
    }
}
