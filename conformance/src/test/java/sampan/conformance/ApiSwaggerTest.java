package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers against Docker's own description of its API, where it lies beside the checkout: no field that it has not, and none of another type. */
final class ApiSwaggerTest extends EngineTest {
    private static final String SPECIFICATION = "shared/specs/moby/engine-api-swagger.yaml";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<String> wrong = new ArrayList<>();
    private Map<?, ?> swagger = Map.of();

    @Test
    void answersAreWhatTheSpecificationSays() throws IOException {
        swagger = specification();
        sampan().run("run", "-d", "--name", "box", "-v", "vol:/data", BUSYBOX, "sleep", "600")
                .succeeds();
        await().until(() -> Files.exists(sampan().execRoot().resolve("sampan.sock")));
        try {
            check("/containers/json", "GET", "/containers/json?all=1&size=1");
            check("/containers/{id}/json", "GET", "/containers/box/json?size=1");
            check("/containers/{id}/top", "GET", "/containers/box/top");
            check("/containers/{id}/stats", "GET", "/containers/box/stats?stream=0&one-shot=1");
            check("/containers/{id}/changes", "GET", "/containers/box/changes");
            check("/images/json", "GET", "/images/json");
            check("/images/{name}/json", "GET", "/images/" + BUSYBOX + "/json");
            check("/images/{name}/history", "GET", "/images/" + BUSYBOX + "/history");
            check("/volumes", "GET", "/volumes");
            check("/volumes/{name}", "GET", "/volumes/vol");
            check("/info", "GET", "/info");
            check("/version", "GET", "/version");
            check("/containers/prune", "POST", "/containers/prune");
            check("/images/prune", "POST", "/images/prune");
        } finally {
            sampan().run("rm", "-f", "box").succeeds();
            sampan().run("volume", "rm", "vol").succeeds();
        }
        assertThat(String.join("\n", wrong)).isEmpty();
    }

    private static Map<?, ?> specification() throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve(SPECIFICATION);
            if (Files.exists(file)) {
                return (Map<?, ?>) new Load(LoadSettings.builder()
                                .setMaxAliasesForCollections(1000)
                                .setCodePointLimit(10 << 20)
                                .build())
                        .loadFromString(Files.readString(file));
            }
        }
        assumeTrue(false, "no " + SPECIFICATION + " beside the checkout: the comparison is skipped");
        return Map.of();
    }

    private void check(String path, String method, String target) throws IOException {
        Map<?, ?> operation =
                map(map(map(swagger.get("paths")).get(path)).get(method.toLowerCase(java.util.Locale.ROOT)));
        Map<?, ?> responses = map(operation.get("responses"));
        Object response = responses.containsKey("200") ? responses.get("200") : responses.get(200);
        compare(target, map(map(response).get("schema")), ask(method, target));
    }

    private JsonNode ask(String method, String target) throws IOException {
        Path socket = sampan().execRoot().resolve("sampan.sock");
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(
                    ByteBuffer.wrap((method + " " + target + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.UTF_8)));
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(8192);
            while (channel.read(buffer) >= 0) {
                all.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            String text = all.toString(StandardCharsets.UTF_8);
            assertThat(text).startsWith("HTTP/1.1 200 ");
            return JSON.readTree(text.substring(text.indexOf("\r\n\r\n")));
        }
    }

    /** A schema with its references followed and its parts put together. */
    private Map<?, ?> resolved(Map<?, ?> schema) {
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

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
