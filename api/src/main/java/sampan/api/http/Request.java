package sampan.api.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client asks for.
 *
 * @param uri as it was sent: path and query
 * @param path decoded
 * @param query decoded; a name may have several values
 * @param headers by their names in small letters; of several, the first
 */
public record Request(
        String method,
        String uri,
        String path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        Body body,
        Client client) {
    private static final Set<String> FALSE = Set.of("", "0", "no", "false", "none");

    /** The same with another body. */
    public Request with(Body other) {
        return new Request(method, uri, path, query, headers, other, client);
    }

    /** The same with another query. */
    public Request with(Map<String, List<String>> other) {
        return new Request(method, uri, path, other, headers, body, client);
    }

    /** The first value of that name. */
    public Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** All values of that name. */
    public List<String> parameters(String name) {
        return query.getOrDefault(name, List.of());
    }

    /** Docker's rule: anything is true that does not say no. */
    public boolean flag(String name) {
        return parameter(name).filter(Request::isYes).isPresent();
    }

    /** As {@link #flag(String)}, when it is given at all. */
    public boolean flag(String name, boolean otherwise) {
        return parameter(name).map(Request::isYes).orElse(otherwise);
    }

    private static boolean isYes(String value) {
        return !FALSE.contains(value.strip().toLowerCase(Locale.ROOT));
    }

    /** Empty when it is not there. */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
}
