package sampan.core.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sampan.core.config.PortBinding;
import sampan.core.error.EngineException;
import sampan.core.network.port.BoundPort;

/**
 * Ports that are to be published, and ports that are not to be any more, by {@code 80/tcp}.
 *
 * @param closed a binding without address and port stands for all of that port
 */
public record PortChange(Map<String, List<PortBinding>> opened, Map<String, List<PortBinding>> closed) {
    public static final PortChange NONE = new PortChange(Map.of(), Map.of());

    public boolean isNothing() {
        return opened.isEmpty() && closed.isEmpty();
    }

    /** What is asked for when the container starts the next time; Conflict when something is to be closed that is not published. */
    public Map<String, List<PortBinding>> of(Map<String, List<PortBinding>> before, List<BoundPort> bound) {
        Map<String, List<PortBinding>> after = new TreeMap<>();
        before.forEach((port, bindings) -> after.put(port, new ArrayList<>(given(bindings))));
        closed.forEach((port, bindings) ->
                bindings.forEach(closing -> close(after.get(port), new Closing(port, closing), bound)));
        opened.forEach((port, bindings) ->
                after.computeIfAbsent(port, _ -> new ArrayList<>()).addAll(bindings));
        after.values().removeIf(List::isEmpty);
        return new LinkedHashMap<>(after);
    }

    /** None is any port at any address. */
    private static List<PortBinding> given(List<PortBinding> bindings) {
        return bindings.isEmpty() ? List.of(new PortBinding("", "")) : bindings;
    }

    private record Closing(String port, PortBinding binding) {
        boolean isAll() {
            return binding.hostIp().isEmpty() && binding.hostPort().isEmpty();
        }

        boolean fits(PortBinding other) {
            return isAll()
                    || (binding.hostPort().equals(other.hostPort())
                            && (binding.hostIp().isEmpty() || binding.hostIp().equals(other.hostIp())));
        }

        boolean fits(BoundPort other) {
            return other.key().equals(port)
                    && (isAll()
                            || (binding.hostPort().equals(String.valueOf(other.hostPort()))
                                    && (binding.hostIp().isEmpty()
                                            || binding.hostIp().equals(other.hostIp()))));
        }

        @Override
        public String toString() {
            String host = (binding.hostIp().isEmpty() ? "" : binding.hostIp() + ":") + binding.hostPort();
            return isAll() ? port : host + ":" + port;
        }
    }

    /** One that was given any port of the host is found by the port it was given. */
    private static void close(@Nullable List<PortBinding> there, Closing closing, List<BoundPort> bound) {
        boolean found = there != null && there.removeIf(closing::fits);
        if (!found && there != null && bound.stream().anyMatch(closing::fits)) {
            found = there.removeIf(binding ->
                    binding.hostPort().isEmpty() || binding.hostPort().indexOf('-') >= 0);
        }
        if (!found && bound.stream().noneMatch(closing::fits)) {
            throw new EngineException.Conflict("port " + closing + " is not published");
        }
    }

    /** Those of a running container that go. */
    List<BoundPort> closing(List<BoundPort> bound) {
        return bound.stream()
                .filter(port -> closed.getOrDefault(port.key(), List.of()).stream()
                        .anyMatch(binding -> new Closing(port.key(), binding).fits(port)))
                .toList();
    }
}
