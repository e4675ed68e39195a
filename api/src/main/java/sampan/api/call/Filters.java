package sampan.api.call;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.core.config.ConfigJson;
import sampan.core.error.EngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The parameter {@code filters}: an object whose values are lists, or, from old clients, objects like {@code {"exited": true}}. */
public final class Filters {
    private Filters() {}

    public static Map<String, List<String>> parse(Optional<String> parameter) {
        if (parameter.isEmpty() || parameter.get().isBlank()) {
            return Map.of();
        }
        JsonNode root;
        try {
            root = ConfigJson.MAPPER.readTree(parameter.get());
        } catch (JacksonException malformed) {
            throw invalid();
        }
        if (!root.isObject()) {
            throw invalid();
        }
        Map<String, List<String>> filters = new LinkedHashMap<>();
        root.properties().forEach(filter -> filters.put(filter.getKey(), values(filter.getValue())));
        filters.values().removeIf(List::isEmpty); // says nothing
        return filters;
    }

    private static List<String> values(JsonNode values) {
        if (values.isObject()) {
            return values.properties().stream()
                    .filter(value -> value.getValue().asBoolean(false))
                    .map(Map.Entry::getKey)
                    .toList();
        }
        if (!values.isArray() || !values.valueStream().allMatch(JsonNode::isString)) {
            throw invalid();
        }
        return values.valueStream().map(JsonNode::asString).toList();
    }

    private static EngineException.InvalidArgument invalid() {
        return new EngineException.InvalidArgument("invalid filters: expected a JSON object of lists of strings");
    }
}
