package sampan.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import sampan.cli.flag.InvalidValue;
import sampan.core.Engine;
import sampan.core.container.Container;
import sampan.core.container.ContainerState;

/** {@code --filter}: values of one key are alternatives, except labels; different keys must all fit. */
final class ContainerFilter {
    private final Map<String, List<Predicate<Container>>> byKey = new TreeMap<>();

    private ContainerFilter() {}

    static ContainerFilter parse(List<String> filters, Engine engine) throws InvalidValue {
        ContainerFilter filter = new ContainerFilter();
        for (String text : filters) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new InvalidValue(
                        "invalid argument \"" + text + "\" for \"-f, --filter\" flag: invalid filter '" + text + "'");
            }
            filter.add(text.substring(0, equals), text.substring(equals + 1), engine);
        }
        return filter;
    }

    boolean choosesState() {
        return byKey.containsKey("status") || byKey.containsKey("exited");
    }

    boolean fits(Container container) {
        return byKey.entrySet().stream()
                .allMatch(entry -> entry.getKey().equals("label")
                        ? entry.getValue().stream().allMatch(test -> test.test(container))
                        : entry.getValue().stream().anyMatch(test -> test.test(container)));
    }

    private void add(String key, String value, Engine engine) throws InvalidValue {
        Predicate<Container> test = switch (key) {
            case "id" -> container -> container.id().startsWith(value);
            case "name" -> named(pattern(value));
            case "label" -> labelled(value);
            case "status" -> inState(value);
            case "exited" -> exitedWith(value);
            case "ancestor" -> container -> container.config().image().equals(value);
            case "before" -> olderThan(engine.containers().find(value));
            case "since" -> youngerThan(engine.containers().find(value));
            default -> throw new InvalidValue("Error response from daemon: invalid filter '" + key + "'");
        };
        byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(test);
    }

    private static Predicate<Container> olderThan(Container other) {
        return container -> container.created().isBefore(other.created());
    }

    private static Predicate<Container> youngerThan(Container other) {
        return container -> container.created().isAfter(other.created());
    }

    /** Docker matches with and without the leading slash of its names. */
    private static Predicate<Container> named(Pattern pattern) {
        return container -> pattern.matcher(container.name()).find()
                || pattern.matcher("/" + container.name()).find();
    }

    private static Pattern pattern(String value) throws InvalidValue {
        try {
            return Pattern.compile(value);
        } catch (PatternSyntaxException malformed) {
            throw new InvalidValue(
                    "Error response from daemon: invalid filter 'name=" + value + "': " + malformed.getDescription());
        }
    }

    private static Predicate<Container> labelled(String value) {
        int equals = value.indexOf('=');
        return equals < 0
                ? container -> container.config().labels().containsKey(value)
                : container -> value.substring(equals + 1)
                        .equals(container.config().labels().get(value.substring(0, equals)));
    }

    private static Predicate<Container> inState(String value) throws InvalidValue {
        return switch (value) {
            case "created", "running", "exited" ->
                container -> container.state().status().equals(value);
            case "restarting", "removing", "paused", "dead" -> _ -> false;
            default -> throw new InvalidValue("Error response from daemon: invalid filter 'status=" + value + "'");
        };
    }

    private static Predicate<Container> exitedWith(String value) throws InvalidValue {
        int code;
        try {
            code = Integer.parseInt(value);
        } catch (NumberFormatException malformed) {
            throw new InvalidValue("Error response from daemon: invalid filter 'exited=" + value + "'");
        }
        return container -> container.state() instanceof ContainerState.Stopped stopped && stopped.exitCode() == code;
    }
}
