package sampan.core.container.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import sampan.core.config.Labels;
import sampan.core.container.Container;
import sampan.core.container.Containers;
import sampan.core.container.state.ContainerState;
import sampan.core.error.EngineException;
import sampan.core.regex.Regex;

/** Which containers a list is to show: values of one key are alternatives, except labels; different keys must all fit. */
public final class ContainerFilter {
    private static final Set<String> KNOWN_STATES =
            Set.of("created", "running", "paused", "restarting", "removing", "exited", "dead");
    private static final Set<String> KNOWN_HEALTH = Set.of("starting", "healthy", "unhealthy", "none");

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
            case "ancestor" -> madeOf(containers.imagesFrom(value));
            case "before" -> olderThan(other(value, containers));
            case "since" -> youngerThan(other(value, containers));
            case "expose" -> PortFilter.exposed(value);
            case "publish" -> PortFilter.published(value);
            case "volume" -> mounts(value);
            case "network" ->
                container -> container.networks().contains(value) || containers.isOnNetwork(container.id(), value);
            default -> ofItself(key, value);
        };
        byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(test);
    }

    private static Predicate<Container> ofItself(String key, String value) {
        return switch (key) {
            case "id" -> matching(value, false);
            case "name" -> matching(value, true);
            case "label" -> container -> Labels.fit(container.config().labels(), value);
            case "status" -> inState(value);
            case "health" -> inHealth(value);
            case "exited" -> exitedWith(value);
            case "is-task" -> isTask(value);
            case "isolation" -> _ -> true; // of another system; Docker does not look at the value here either
            default -> throw new EngineException.InvalidArgument("invalid filter '" + key + "'");
        };
    }

    private static Container other(String reference, Containers containers) {
        try {
            return containers.find(reference);
        } catch (EngineException.NotFound _) {
            throw new EngineException.NotFound("no such container " + reference);
        }
    }

    private static Predicate<Container> madeOf(Set<String> images) {
        return container -> images.contains(container.image());
    }

    private static Predicate<Container> olderThan(Container other) {
        return container -> container.created().isBefore(other.created());
    }

    private static Predicate<Container> youngerThan(Container other) {
        return container -> container.created().isAfter(other.created());
    }

    /** Docker matches with and without the leading slash of its names. What is no pattern is found nowhere. */
    private static Predicate<Container> matching(String value, boolean name) {
        Regex regex;
        try {
            regex = Regex.parse(value);
        } catch (EngineException.InvalidArgument malformed) {
            return container -> (name ? container.name() : container.id()).equals(value);
        }
        return name
                ? container -> regex.finds(container.name()) || regex.finds("/" + container.name())
                : container -> regex.finds(container.id());
    }

    private static Predicate<Container> mounts(String value) {
        return container -> container.mounts().stream()
                .anyMatch(mount -> mount.name().equals(value)
                        || mount.source().equals(value)
                        || mount.destination().equals(value));
    }

    private static Predicate<Container> inState(String value) {
        if (!KNOWN_STATES.contains(value)) {
            throw invalid("status=" + value + "'");
        }
        return container -> container.state().status().equals(value);
    }

    private static Predicate<Container> inHealth(String value) {
        if (!KNOWN_HEALTH.contains(value)) {
            throw new EngineException.InvalidArgument("unrecognized filter value for health: " + value);
        }
        return container ->
                container.health().map(health -> health.status()).orElse("none").equals(value);
    }

    private static Predicate<Container> exitedWith(String value) {
        int code;
        try {
            code = Integer.parseInt(value);
        } catch (NumberFormatException malformed) {
            throw new EngineException.InvalidArgument("strconv.Atoi: parsing \"" + value + "\": invalid syntax");
        }
        return container -> container.state() instanceof ContainerState.Stopped stopped && stopped.exitCode() == code;
    }

    /** There are no tasks of a swarm here. */
    private static Predicate<Container> isTask(String value) {
        boolean wanted = switch (value) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw invalid("is-task=[" + value + "]'");
        };
        return _ -> !wanted;
    }

    private static EngineException.InvalidArgument invalid(String rest) {
        return new EngineException.InvalidArgument("invalid filter '" + rest);
    }
}
