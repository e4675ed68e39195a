package sampan.core.event;

import java.util.Map;

/**
 * Whom an event is about.
 *
 * @param id a container's or network's whole id, an image's digest, a volume's name
 * @param attributes what is known of it: labels, {@code name}, {@code image}, {@code driver}
 */
public record Subject(EventType type, String id, Map<String, String> attributes) {
    public Subject {
        attributes = Map.copyOf(attributes);
    }

    public static Subject volume(String name) {
        return new Subject(EventType.VOLUME, name, Map.of("driver", "local"));
    }

    /** Of {@code prune}, which is about all of a kind. */
    public static Subject all(EventType type) {
        return new Subject(type, "", Map.of());
    }
}
