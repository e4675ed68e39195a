package sampan.core.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an event is about. */
public enum EventType {
    BUILDER,
    CONTAINER,
    DAEMON,
    IMAGE,
    NETWORK,
    PLUGIN,
    VOLUME;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Docker's word for it: {@code container}. */
    public String word() {
        return word;
    }

    static Optional<EventType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
