package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Requests as Docker's specification describes them, and then changed: values of other types, broken JSON, lengths that are none, parameters of other operations. */
final class SwaggerRequests {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEPTH = 5;

    /** They ask registries, and here of one that refuses at once. */
    private static final List<String> ASKING =
            List.of("POST /images/create", "/push", "/images/search", "/distribution/", "POST /auth", "/plugins");

    private static final String NOWHERE = "127.0.0.1:1/x";

    private static final List<String> WORDS = List.of(
            "",
            "0",
            "1",
            "-1",
            "x",
            "true",
            "fuzzed",
            "other",
            "localhost/busybox",
            "bridge",
            "none",
            "local",
            "../..",
            "a b",
            "ä",
            "\0",
            "%",
            "{}",
            "{\"label\":[\"a\"]}",
            "{\"status\":{\"running\":true}}",
            "[",
            "1e9",
            "10m",
            "99999999999999999999",
            "sha256:00",
            "KILL",
            "linux/amd64",
            "10.77.0.0/24",
            "2026-01-01T00:00:00Z",
            "x".repeat(3000));
    /** Of lists, of what is to be removed, and of events. */
    private static final List<String> FILTERS = List.of(
            "label",
            "label!",
            "until",
            "before",
            "since",
            "dangling",
            "driver",
            "id",
            "name",
            "type",
            "scope",
            "reference",
            "status",
            "exited",
            "health",
            "ancestor",
            "network",
            "volume",
            "publish",
            "expose",
            "is-task",
            "all",
            "event",
            "container");

    private static final List<String> VERSIONS = List.of("", "/v1.24", "/v1.30", "/v1.41", "/v1.44", "/v1.52", "/v9.9");

    private final SwaggerSchema schema;
    private final List<String> operations;
    private final Random random;

    SwaggerRequests(SwaggerSchema schema, List<String> operations, Random random) {
        this.schema = schema;
        this.operations = List.copyOf(operations);
        this.random = random;
    }

    /** @param head line and headers */
    record Request(String head, byte[] body) {
        @Override
        public String toString() {
            return head + new String(body, UTF_8);
        }
    }

    Request next() {
        String operation = pick(operations);
        boolean asking = ASKING.stream().anyMatch(operation::contains);
        String[] words = operation.split(" ");
        StringBuilder line = new StringBuilder(pick(VERSIONS))
                .append(words[1].replaceFirst("\\{[a-z]+}", asking ? NOWHERE : encoded(pick(WORDS))))
                .append('?');
        StringBuilder headers = new StringBuilder("Host: d\r\nConnection: close\r\n");
        byte[] body = new byte[0];
        for (Map<?, ?> parameter : parameters(operation)) {
            Object place = parameter.get("in");
            String value = asking ? NOWHERE : word(parameter);
            if ("body".equals(place)) {
                body = asking ? nowhere() : broken(value(SwaggerSchema.map(parameter.get("schema")), DEPTH));
            } else if ("query".equals(place) && random.nextInt(2) == 0) {
                line.append(parameter.get("name"))
                        .append('=')
                        .append(encoded(value))
                        .append('&');
            } else if ("header".equals(place) && random.nextInt(4) == 0) {
                headers.append(parameter.get("name"))
                        .append(": ")
                        .append(encoded(value))
                        .append("\r\n");
            }
        }
        return framed(method(words[0]) + " " + line + " HTTP/1.1\r\n" + headers, body);
    }

    private String method(String right) {
        return random.nextInt(50) == 0 ? pick(List.of("GET", "POST", "PUT", "DELETE", "HEAD")) : right;
    }

    private List<Map<?, ?>> parameters(String operation) {
        List<Map<?, ?>> parameters = new ArrayList<>();
        if (schema.operation(operation).get("parameters") instanceof List<?> some) {
            some.forEach(one -> parameters.add(SwaggerSchema.map(one)));
        }
        return parameters;
    }

    private static byte[] nowhere() {
        return "{\"username\":\"u\",\"password\":\"p\",\"serveraddress\":\"127.0.0.1:1\"}".getBytes(UTF_8);
    }

    /** A body with its length, with another one, or in pieces. */
    private Request framed(String head, byte[] body) {
        String type = random.nextInt(20) == 0 ? "text/plain" : "application/json";
        if (body.length == 0) {
            return new Request(head + "Content-Length: 0\r\n", body);
        }
        return switch (random.nextInt(20)) {
            case 0 -> new Request(head + "Content-Length: " + (body.length + 1) + "\r\n", body);
            case 1, 2 ->
                new Request(
                        head + "Content-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n",
                        (Integer.toHexString(body.length) + "\r\n" + new String(body, UTF_8) + "\r\n0\r\n\r\n")
                                .getBytes(UTF_8));
            default ->
                new Request(head + "Content-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n", body);
        };
    }

    /** In bytes; now and then cut, with a byte changed, or said twice. */
    private byte[] broken(JsonNode json) {
        byte[] bytes = JSON.writeValueAsBytes(json);
        if (bytes.length < 2) {
            return bytes;
        }
        switch (random.nextInt(30)) {
            case 0 -> bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> bytes[random.nextInt(bytes.length)] = (byte) (1 + random.nextInt(126));
            case 2 -> {
                String text = new String(bytes, UTF_8);
                bytes = (text.substring(0, text.length() - 1) + "," + text.substring(1)).getBytes(UTF_8);
            }
            default -> {}
        }
        return bytes;
    }

    private String filters() {
        return random.nextInt(4) == 0
                ? pick(WORDS)
                : JSON.writeValueAsString(Map.of(pick(FILTERS), List.of(pick(WORDS))));
    }

    private String word(Map<?, ?> parameter) {
        if ("filters".equals(parameter.get("name"))) {
            return filters();
        }
        if (random.nextInt(4) == 0) {
            return pick(WORDS);
        }
        if (parameter.get("enum") instanceof List<?> values) {
            return String.valueOf(pick(values));
        }
        return switch (String.valueOf(parameter.get("type"))) {
            case "boolean" -> pick(List.of("true", "false", "1", "0"));
            case "integer" -> "" + random.nextInt(-2, 100);
            default -> pick(WORDS);
        };
    }

    private JsonNode value(Map<?, ?> unresolved, int depth) {
        Map<?, ?> here = schema.resolved(unresolved);
        Object type = random.nextInt(25) == 0
                ? pick(List.of("object", "array", "string", "integer", "number", "boolean", "null"))
                : here.get("type");
        if (here.get("enum") instanceof List<?> values && random.nextInt(4) > 0) {
            return NODES.stringNode(String.valueOf(pick(values)));
        }
        return switch (String.valueOf(type)) {
            case "object" -> object(here, depth);
            case "array" -> array(here, depth);
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "integer" -> number();
            case "number" -> NODES.numberNode(random.nextDouble() * 1e12 - 1e6);
            case "null" -> NODES.nullNode();
            default -> NODES.stringNode(pick(WORDS));
        };
    }

    private JsonNode number() {
        return switch (random.nextInt(5)) {
            case 0 -> NODES.numberNode(random.nextLong());
            case 1 -> NODES.numberNode(-1);
            case 2 -> NODES.numberNode(new java.math.BigInteger("99999999999999999999999"));
            default -> NODES.numberNode(random.nextInt(1000));
        };
    }

    private ObjectNode object(Map<?, ?> here, int depth) {
        ObjectNode object = NODES.objectNode();
        if (depth == 0) {
            return object;
        }
        SwaggerSchema.map(here.get("properties")).forEach((name, property) -> {
            if (name.equals("Image")) {
                object.put("Image", "localhost/busybox");
            } else if (random.nextInt(3) == 0) {
                object.set(name.toString(), value(SwaggerSchema.map(property), depth - 1));
            }
        });
        if (here.get("additionalProperties") instanceof Map<?, ?> others && random.nextBoolean()) {
            object.set(pick(WORDS), value(others, depth - 1));
        }
        return object;
    }

    private ArrayNode array(Map<?, ?> here, int depth) {
        ArrayNode array = NODES.arrayNode();
        for (int i = depth == 0 ? 0 : random.nextInt(3); i > 0; i--) {
            array.add(value(SwaggerSchema.map(here.get("items")), depth - 1));
        }
        return array;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private <T> T pick(List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }
}
