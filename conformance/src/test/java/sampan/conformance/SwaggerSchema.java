package sampan.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

/** Docker's own description of its API, where it lies beside the checkout: what is said has no field that it has not, and none of another type. */
final class SwaggerSchema {
    /** What errors look like that it does not name. */
    private static final Map<?, ?> ERROR = Map.of("$ref", "#/definitions/ErrorResponse");

    private final Map<?, ?> swagger;
    private final List<String> wrong = new ArrayList<>();

    private SwaggerSchema(Map<?, ?> swagger) {
        this.swagger = swagger;
    }

    /** That of the newest version. Skips the test where it is not. */
    static SwaggerSchema read() throws IOException {
        return read(file("engine-api-swagger.yaml"));
    }

    static SwaggerSchema read(Path file) throws IOException {
        return new SwaggerSchema((Map<?, ?>) new Load(LoadSettings.builder()
                        .setMaxAliasesForCollections(1000)
                        .setCodePointLimit(10 << 20)
                        .build())
                .loadFromString(Files.readString(file)));
    }

    String version() {
        return map(swagger.get("info")).get("version").toString();
    }

    /** Every operation there is, like {@code GET /containers/{id}/json}. */
    static TreeSet<String> operations() throws IOException {
        return Files.readString(file("engine-api-operations.tsv"))
                .lines()
                .skip(1)
                .map(line -> line.split("\t"))
                .map(words -> words[1] + " " + words[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Path file(String name) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared/specs/moby").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        assumeTrue(false, "no shared/specs/moby beside the checkout: the comparison is skipped");
        return Path.of(name);
    }

    /** What was found to be otherwise, a line each. */
    String wrong() {
        return String.join("\n", wrong);
    }

    /** The schema of what an operation answers when all goes well. */
    Map<?, ?> answered(String operation) {
        Map<?, ?> responses = map(operation(operation).get("responses"));
        return map(map(responses.containsKey(200) ? responses.get(200) : responses.get("200"))
                .get("schema"));
    }

    void answer(String operation, int status, JsonNode answer) {
        Map<?, ?> responses = map(operation(operation).get("responses"));
        Object response = responses.containsKey(status) ? responses.get(status) : responses.get("" + status);
        compare(operation, response == null ? ERROR : map(map(response).get("schema")), answer);
    }

    void request(String operation, JsonNode body) {
        if (operation(operation).get("parameters") instanceof List<?> parameters) {
            parameters.stream()
                    .map(SwaggerSchema::map)
                    .filter(parameter -> "body".equals(parameter.get("in")))
                    .forEach(parameter -> compare("to " + operation, map(parameter.get("schema")), body));
        }
    }

    Map<?, ?> operation(String operation) {
        String[] words = operation.split(" ");
        return map(map(map(swagger.get("paths")).get(words[1])).get(words[0].toLowerCase(Locale.ROOT)));
    }

    /** A schema with its references followed and its parts put together. */
    Map<?, ?> resolved(Map<?, ?> schema) {
        if (schema.get("$ref") instanceof String reference) {
            String[] parts = reference.split("/");
            return resolved(map(map(swagger.get(parts[1])).get(parts[2])));
        }
        if (!(schema.get("allOf") instanceof List<?> parts)) {
            return schema;
        }
        if (resolved(map(parts.getFirst())).get("properties") == null) {
            return resolved(map(parts.getFirst()));
        }
        Map<Object, Object> properties = new HashMap<>(map(schema.get("properties")));
        parts.forEach(part -> properties.putAll(map(resolved(map(part)).get("properties"))));
        return Map.of("type", "object", "properties", properties);
    }

    private void compare(String path, Map<?, ?> unresolved, JsonNode value) {
        Map<?, ?> schema = resolved(unresolved);
        Object type = schema.get("type");
        if (value.isNull() || type == null) {
            return; // Docker says of few fields that they may be null, and sends it in most
        }
        if (type.equals("object")) {
            object(path, schema, value);
        } else if (type.equals("array")) {
            note(path, value.isArray(), value);
            value.forEach(item -> compare(path + "[]", map(schema.get("items")), item));
        } else {
            boolean fits = switch (type.toString()) {
                case "string" -> value.isString();
                case "boolean" -> value.isBoolean();
                case "integer" -> value.isIntegralNumber();
                default -> value.isNumber();
            };
            note(path, fits, value);
        }
    }

    private void object(String path, Map<?, ?> schema, JsonNode value) {
        note(path, value.isObject(), value);
        Map<?, ?> properties = map(schema.get("properties"));
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String name = path + "." + field.getKey();
            if (properties.containsKey(field.getKey())) {
                compare(name, map(properties.get(field.getKey())), field.getValue());
            } else if (schema.get("additionalProperties") instanceof Map<?, ?> others) {
                compare(name, others, field.getValue());
            } else if (!properties.isEmpty()) {
                wrong.add(name + " is not in the specification");
            }
        }
    }

    private void note(String path, boolean fits, JsonNode value) {
        if (!fits) {
            wrong.add(path + " is " + value);
        }
    }

    static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
