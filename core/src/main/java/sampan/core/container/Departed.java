package sampan.core.container;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.Owner;

/** Whose the containers were that were removed last: their owners may still hear of it. */
final class Departed {
    private static final int KEPT = 4096;

    private final Map<String, Owner> owners = new LinkedHashMap<>();

    synchronized void add(ContainerRecord record) {
        Owner owner = record.owner();
        if (owner != null) {
            owners.put(record.id(), owner);
        }
        if (owners.size() > KEPT) {
            owners.remove(owners.keySet().iterator().next());
        }
    }

    synchronized @Nullable Owner owner(String id) {
        return owners.get(id);
    }
}
