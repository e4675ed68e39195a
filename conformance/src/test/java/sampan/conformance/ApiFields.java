package sampan.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Which fields answers have in one version of Docker's API, and of which types: a path for each, like {@code GET /networks[].Containers.*.Name}. An {@code object} may have
 * fields of any name, a {@code record} only those that are named; {@code any} is what nobody describes.
 */
final class ApiFields {
    private static final String ALL = ".*";
    private static final String ITEMS = "[]";

    private final Map<String, String> types;

    private ApiFields(Map<String, String> types) {
        this.types = types;
    }

    /** As a specification describes the answers to these operations. */
    static ApiFields of(SwaggerSchema schema, List<String> operations) {
        Map<String, String> types = new HashMap<>();
        operations.forEach(operation -> add(types, operation, schema, schema.answered(operation)));
        return new ApiFields(types);
    }

    private static void add(Map<String, String> types, String path, SwaggerSchema schema, Map<?, ?> unresolved) {
        Map<?, ?> described = schema.resolved(unresolved);
        String type = Objects.requireNonNullElse(described.get("type"), "any").toString();
        Map<?, ?> fields = SwaggerSchema.map(described.get("properties"));
        boolean others = described.get("additionalProperties") instanceof Map<?, ?>;
        types.put(path, type.equals("object") && !fields.isEmpty() && !others ? "record" : type);
        if (type.equals("array")) {
            add(types, path + ITEMS, schema, SwaggerSchema.map(described.get("items")));
        }
        if (type.equals("object")) {
            fields.forEach((name, field) -> add(types, path + "." + name, schema, SwaggerSchema.map(field)));
        }
        if (type.equals("object") && others) {
            add(types, path + ALL, schema, SwaggerSchema.map(described.get("additionalProperties")));
        }
    }

    /** Those of each version of which {@code api-fields.txt} knows, oldest first, and of the one that is given. */
    static TreeMap<String, ApiFields> since(String newest, ApiFields its) throws IOException {
        TreeMap<String, ApiFields> all = new TreeMap<>(Map.of(newest, its));
        Map<String, String> current = new HashMap<>(its.types);
        String version = newest;
        for (String line : table()) {
            if (line.matches("1\\.[0-9]+")) {
                for (int between = minor(version) - 1; between > minor(line); between--) {
                    all.put("1." + between, all.get("1." + (between + 1)));
                }
                version = line;
                current = new HashMap<>(current);
                all.put(version, new ApiFields(current));
            } else {
                edit(current, line);
            }
        }
        return all;
    }

    private static List<String> table() throws IOException {
        try (InputStream table = ApiFields.class.getResourceAsStream("/api-fields.txt")) {
            return new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static int minor(String version) {
        return Integer.parseInt(version.substring(2));
    }

    private static void edit(Map<String, String> types, String line) {
        // An operation is two words.
        String[] words = line.split(" ", -1);
        String path = words[1] + " " + words[2];
        switch (words[0]) {
            case "-" -> types.keySet().removeIf(known -> isIn(known, path));
            case "=" -> {
                String from = words[3] + " " + words[4];
                for (Map.Entry<String, String> known : List.copyOf(types.entrySet())) {
                    if (isIn(known.getKey(), from)) {
                        types.put(path + known.getKey().substring(from.length()), known.getValue());
                    }
                }
            }
            default -> types.put(path, words[3]);
        }
    }

    private static boolean isIn(String path, String whole) {
        return path.equals(whole) || path.startsWith(whole + ".") || path.startsWith(whole + "[");
    }

    /** What an answer has that it has not, a line each. */
    List<String> wrong(String operation, JsonNode answer) {
        List<String> wrong = new ArrayList<>();
        compare(operation, answer, wrong);
        return wrong;
    }

    private void compare(String path, JsonNode value, List<String> wrong) {
        String type = Objects.requireNonNull(types.get(path));
        if (value.isNull()) {
            return; // Docker says of few fields that they may be null, and sends it in most
        }
        boolean fits = switch (type) {
            case "any" -> true;
            case "object", "record" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            default -> value.isNumber();
        };
        if (!fits) {
            wrong.add(path + " is " + value);
        } else if (type.equals("array")) {
            value.forEach(item -> compare(path + ITEMS, item, wrong));
        } else if (type.equals("object") || type.equals("record")) {
            value.properties().forEach(field -> field(path, field, wrong));
        }
    }

    private void field(String path, Map.Entry<String, JsonNode> field, List<String> wrong) {
        String name = path + "." + field.getKey();
        if (types.containsKey(name)) {
            compare(name, field.getValue(), wrong);
        } else if (types.containsKey(path + ALL)) {
            compare(path + ALL, field.getValue(), wrong);
        } else if ("record".equals(types.get(path))) {
            wrong.add(name + " is not in the specification");
        }
    }

    /** Paths that only one of the two has, or of another type. */
    List<String> differences(ApiFields other) {
        List<String> differences = new ArrayList<>();
        types.forEach((path, type) -> {
            if (!type.equals(other.types.get(path))) {
                differences.add(path + " " + type);
            }
        });
        other.types.keySet().stream()
                .filter(path -> !types.containsKey(path))
                .map(path -> path + " is missing")
                .forEach(differences::add);
        return differences;
    }
}
