package sampan.core.event;

import java.util.Map;

/** Where events go. */
@FunctionalInterface
public interface Publisher {
    /** Nobody listens, and nothing is kept. */
    Publisher NOWHERE = (_, _, _) -> {};

    /** @param more attributes of this event, beside the subject's */
    void publish(Subject subject, Action action, Map<String, String> more);

    default void publish(Subject subject, Action action) {
        publish(subject, action, Map.of());
    }
}
