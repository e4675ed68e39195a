package sampan.core.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Absent is empty; what was given is copied and keeps its order. */
final class Lists {
    private Lists() {}

    static <T> List<T> of(@Nullable List<T> given) {
        return given == null ? List.of() : List.copyOf(given);
    }

    static <V> Map<String, V> of(@Nullable Map<String, V> given) {
        return given == null || given.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
