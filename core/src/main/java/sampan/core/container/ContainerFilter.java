package sampan.core.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import sampan.core.error.EngineException;

/** Which containers a list is to show: values of one key are alternatives, except labels; different keys must all fit. */
public final class ContainerFilter {
    private final Map<String, List<Predicate<Container>>> byKey = new TreeMap<>();

    private ContainerFilter() {}

    /** @param containers those that {@code before} and {@code since} may name */
    public static ContainerFilter of(Map<String, List<String>> filters, Containers containers) {
        ContainerFilter filter = new ContainerFilter();
        filters.forEach((key, values) -> values.forEach(value -> filter.add(key, value, containers)));
        return filter;
    }

    /** Whether it says itself in which states they are to be; otherwise a list shows those that run. */
    public boolean choosesState() {
        return byKey.containsKey("status") || byKey.containsKey("exited");
    }

    public boolean fits(Container container) {
        return byKey.entrySet().stream()
                .allMatch(entry -> entry.getKey().equals("label")
                        ? entry.getValue().stream().allMatch(test -> test.test(container))
                        : entry.getValue().stream().anyMatch(test -> test.test(container)));
    }

    private void add(String key, String value, Containers containers) {
        Predicate<Container> test = switch (key) {
            case "id" -> container -> container.id().startsWith(value);
            case "name" -> named(value);
            case "label" -> labelled(value);
            case "status" -> inState(value);
            case "exited" -> exitedWith(value);
            case "ancestor" -> container -> container.config().image().equals(value);
            case "before" -> olderThan(containers.find(value));
            case "since" -> youngerThan(containers.find(value));
            default -> throw new EngineException.InvalidArgument("invalid filter '" + key + "'");
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
    private static Predicate<Container> named(String value) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(value);
        } catch (PatternSyntaxException malformed) {
            throw invalid("name=" + value + "': " + malformed.getDescription());
        }
        return container -> pattern.matcher(container.name()).find()
                || pattern.matcher("/" + container.name()).find();
    }

    private static Predicate<Container> labelled(String value) {
        int equals = value.indexOf('=');
        return equals < 0
                ? container -> container.config().labels().containsKey(value)
                : container -> value.substring(equals + 1)
                        .equals(container.config().labels().get(value.substring(0, equals)));
    }

    private static Predicate<Container> inState(String value) {
        return switch (value) {
            case "created", "running", "paused", "restarting", "exited" ->
                container -> container.state().status().equals(value);
            case "removing", "dead" -> _ -> false;
            default -> throw invalid("status=" + value + "'");
        };
    }

    private static Predicate<Container> exitedWith(String value) {
        int code;
        try {
            code = Integer.parseInt(value);
        } catch (NumberFormatException malformed) {
            throw invalid("exited=" + value + "'");
        }
        return container -> container.state() instanceof ContainerState.Stopped stopped && stopped.exitCode() == code;
    }

    private static EngineException.InvalidArgument invalid(String rest) {
        return new EngineException.InvalidArgument("invalid filter '" + rest);
    }
}
