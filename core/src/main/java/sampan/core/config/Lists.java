package sampan.core.config;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Absent is empty, and can be told from what was given empty; what was given is copied and keeps its order. */
final class Lists {
    private Lists() {}

    static <T> List<T> of(@Nullable List<T> given) {
        return given == null || isAbsent(given) ? new NoList<>() : List.copyOf(given);
    }

    static <V> Map<String, V> of(@Nullable Map<String, V> given) {
        if (given == null || isAbsent(given)) {
            return new NoMap<>();
        }
        return given.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    /** Whether it is what {@link #of} makes of null: Docker shows null then, and an empty one otherwise. */
    static boolean isAbsent(Object collection) {
        return collection instanceof NoList<?> || collection instanceof NoMap<?>;
    }

    static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    private static final class NoList<T> extends AbstractList<T> {
        @Override
        public T get(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public int size() {
            return 0;
        }
    }

    private static final class NoMap<V> extends AbstractMap<String, V> {
        @Override
        public Set<Entry<String, V>> entrySet() {
            return Set.of();
        }
    }
}
