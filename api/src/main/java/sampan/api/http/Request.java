package sampan.api.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client asks for.
 *
 * @param path decoded
 * @param query decoded; a name may have several values
 */
public record Request(String method, String path, Map<String, List<String>> query) {
    private static final Set<String> FALSE = Set.of("", "0", "no", "false", "none");

    /** The first value of that name. */
    public Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Docker's rule: anything is true that does not say no. */
    public boolean flag(String name) {
        return parameter(name)
                .filter(value -> !FALSE.contains(value.strip().toLowerCase(java.util.Locale.ROOT)))
                .isPresent();
    }
}
