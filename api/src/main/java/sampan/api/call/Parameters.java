package sampan.api.call;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import sampan.api.http.Request;

/** Which versions of the API know which parameters of a request's query: a line for each that others do not know, and so pass over. */
public final class Parameters {
    private static final List<Rule> RULES = List.of(
            from("1.30", "POST /containers/{}/wait", "condition"),
            from("1.32", "POST /images/create", "platform"),
            from("1.41", "POST /containers/create", "platform"),
            from("1.41", "GET /containers/{}/stats", "one-shot"),
            from("1.42", "POST /containers/{}/stop", "signal"),
            from("1.42", "POST /containers/{}/restart", "signal"),
            always("1.42", "GET /containers/{}/attach/ws", "stdin"),
            always("1.42", "GET /containers/{}/attach/ws", "stdout"),
            always("1.42", "GET /containers/{}/attach/ws", "stderr"),
            from("1.42", "GET /images/json", "shared-size"),
            from("1.42", "GET /system/df", "type"),
            from("1.46", "POST /images/{}/push", "platform"),
            from("1.48", "GET /images/get", "platform"),
            from("1.48", "GET /images/{}/get", "platform"),
            from("1.48", "POST /images/load", "platform"),
            from("1.48", "GET /images/{}/history", "platform"),
            from("1.49", "GET /images/{}/json", "platform"),
            from("1.52", "GET /system/df", "verbose"));

    private Parameters() {}

    /**
     * A change to the queries of versions before that one.
     *
     * @param pattern of an operation, as {@link Route#pattern} has it
     */
    private record Rule(String pattern, ApiVersion limit, Consumer<Map<String, List<String>>> edit) {
        boolean fits(ApiVersion version, String operation) {
            return pattern.equals(operation) && version.compareTo(limit) < 0;
        }
    }

    private static Rule from(String version, String pattern, String parameter) {
        return new Rule(pattern, ApiVersion.parse(version), query -> query.remove(parameter));
    }

    /** What before that version need not be said to be so. */
    private static Rule always(String version, String pattern, String parameter) {
        return new Rule(pattern, ApiVersion.parse(version), query -> query.put(parameter, List.of("1")));
    }

    /** The request with what its version knows. */
    public static Request known(ApiVersion version, String pattern, Request request) {
        List<Rule> rules =
                RULES.stream().filter(rule -> rule.fits(version, pattern)).toList();
        if (rules.isEmpty()) {
            return request;
        }
        Map<String, List<String>> query = new HashMap<>(request.query());
        rules.forEach(rule -> rule.edit().accept(query));
        return request.with(query);
    }
}
