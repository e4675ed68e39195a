package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every operation of Docker's table is asked for: each answers as a dockerd outside a swarm does, and what is said, both ways, is what the specification says. */
final class ApiOperationsTest extends ClientTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] EMPTY_ARCHIVE = new byte[10240];
    private static final int NO_MANAGER = 503;
    private static final int NOT_THERE = 404;
    private static final int NOT_HERE = 501;

    private static final Map<String, Integer> ABSENT = Map.ofEntries(
            Map.entry("POST /swarm/init", NOT_HERE),
            Map.entry("POST /swarm/join", NOT_HERE),
            Map.entry("GET /plugins", 200),
            Map.entry("GET /plugins/privileges", NOT_HERE),
            Map.entry("POST /plugins/pull", NOT_HERE),
            Map.entry("POST /plugins/create", NOT_HERE),
            Map.entry("PUT /volumes/{name}", NO_MANAGER),
            Map.entry("GET /images/{name}/attestations", NOT_HERE),
            Map.entry("POST /build", NOT_HERE),
            Map.entry("POST /build/prune", 200),
            Map.entry("POST /session", NOT_HERE));

    /** Lines of JSON, which the specification does not describe. */
    private static final List<String> STREAMS = List.of(
            "POST /images/create",
            "POST /images/load",
            "POST /images/{name}/push",
            "GET /events",
            "GET /images/{name}/attestations");

    private @org.jspecify.annotations.Nullable SwaggerSchema swagger;
    private TreeSet<String> left = new TreeSet<>();

    private SwaggerSchema schema() {
        return java.util.Objects.requireNonNull(swagger);
    }

    @Test
    void eachIsServedAsTheSpecificationSays() throws IOException {
        swagger = SwaggerSchema.read();
        left = SwaggerSchema.operations();
        try (DockerRegistry registry = DockerRegistry.bare()) {
            container();
            exec();
            files();
            images(registry);
            networks();
            engine();
            end();
        } finally {
            sampan().run("network", "prune", "-f");
            removeContainers();
            sampan().run("volume", "prune", "-af");
        }
        for (String operation : List.copyOf(left)) {
            int status = ABSENT.getOrDefault(operation, operation.contains("/plugins") ? NOT_THERE : NO_MANAGER);
            ask(status, operation, "x", "", body(operation));
        }
        assertThat(left).isEmpty();
        assertThat(schema().wrong()).isEmpty();
    }

    /** Names and versions are asked of those that get an object. */
    private static String body(String operation) {
        return operation.startsWith("POST /s")
                        || operation.startsWith("POST /nodes")
                        || operation.startsWith("POST /configs")
                ? "{}"
                : "";
    }

    private void container() throws IOException {
        ask(201, "POST /volumes/create", "", "", "{\"Name\":\"vol\",\"Labels\":{\"a\":\"b\"}}");
        ask(201, "POST /containers/create", "", "?name=first", """
                {"Image": "localhost/busybox", "Cmd": ["sh", "-c", "echo said; exec sleep 600"], "Tty": true,
                 "Healthcheck": {"Test": ["CMD", "true"], "Interval": 1000000000},
                 "ExposedPorts": {"80/tcp": {}}, "Labels": {"a": "b"},
                 "HostConfig": {"Binds": ["vol:/data"], "PortBindings": {"80/tcp": [{"HostPort": ""}]},
                                "RestartPolicy": {"Name": "no"}, "Memory": 67108864}}
                """);
        ask(204, "POST /containers/{id}/start", "first", "", "");
        ask(204, "POST /containers/{id}/rename", "first", "?name=box", "");
        ask(200, "GET /containers/json", "", "?all=1&size=1", "");
        ask(200, "GET /containers/{id}/json", "box", "?size=1", "");
        ask(200, "GET /containers/{id}/top", "box", "", "");
        ask(200, "GET /containers/{id}/stats", "box", "?stream=0&one-shot=1", "");
        ask(200, "POST /containers/{id}/resize", "box", "?h=24&w=80", "");
        ask(200, "POST /containers/{id}/update", "box", "", "{\"CpuShares\":512}");
        ask(204, "POST /containers/{id}/pause", "box", "", "");
        ask(204, "POST /containers/{id}/unpause", "box", "", "");
        ask(204, "POST /containers/{id}/restart", "box", "?t=0", "");
        ask(200, "GET /containers/{id}/logs", "box", "?stdout=1", "");
        ask(200, "POST /containers/{id}/attach", "box", "?logs=1&stdout=1", "");
        ask(
                400,
                "GET /containers/{id}/attach/ws",
                "box",
                "?stream=1",
                ""); // a web socket's client is in ScriptedClientsTest
        ask(NOT_THERE, "GET /containers/{id}/json", "nobody", "", "");
    }

    private void exec() throws IOException {
        JsonNode made = ask(201, "POST /containers/{id}/exec", "box", "", """
                {"Cmd": ["sleep", "600"], "Tty": true, "AttachStdout": true}
                """).json();
        String id = made.path("Id").asString();
        ask(200, "POST /exec/{id}/start", id, "", "{\"Detach\":true,\"Tty\":true}");
        ask(200, "POST /exec/{id}/resize", id, "?h=24&w=80", "");
        ask(200, "GET /exec/{id}/json", id, "", "");
    }

    private void files() throws IOException {
        ask(200, "HEAD /containers/{id}/archive", "box", "?path=/etc", "");
        ask(200, "GET /containers/{id}/archive", "box", "?path=/etc/passwd", "");
        send(200, "PUT /containers/{id}/archive", "box", "?path=/tmp", EMPTY_ARCHIVE);
        ask(200, "GET /containers/{id}/changes", "box", "", "");
        ask(200, "GET /containers/{id}/export", "box", "", "");
    }

    private void images(DockerRegistry registry) throws IOException {
        send(200, "POST /images/create", "", "?fromSrc=-&repo=imported", EMPTY_ARCHIVE);
        ask(201, "POST /commit", "", "?container=box&repo=made&tag=1", "{\"Labels\":{\"a\":\"b\"}}");
        ask(201, "POST /images/{name}/tag", "made:1", "?repo=" + registry.name("made") + "&tag=1", "");
        ask(200, "POST /images/{name}/push", registry.name("made"), "?tag=1", "");
        ask(200, "POST /images/create", "", "?fromImage=" + registry.name("made") + "&tag=1", "");
        ask(200, "GET /distribution/{name}/json", registry.name("made") + ":1", "", "");
        ask(200, "GET /images/search", "", "?term=" + registry.name("made"), "");
        ask(
                200,
                "POST /auth",
                "",
                "",
                "{\"username\":\"u\",\"password\":\"p\",\"serveraddress\":\"" + registry.host() + "\"}");
        ask(200, "GET /images/json", "", "?all=1", "");
        ask(200, "GET /images/{name}/json", BUSYBOX, "", "");
        ask(200, "GET /images/{name}/history", BUSYBOX, "", "");
        ask(200, "GET /images/{name}/get", "made:1", "", "");
        byte[] archive = ask(200, "GET /images/get", "", "?names=made:1", "").body();
        send(200, "POST /images/load", "", "", archive);
        for (String name : List.of("made:1", "imported", registry.name("made:1"))) {
            ask(200, "DELETE /images/{name}", name, "?force=1", "");
        }
        ask(200, "POST /images/prune", "", "", "");
    }

    private void networks() throws IOException {
        ask(201, "POST /networks/create", "", "", "{\"Name\":\"net\",\"Labels\":{\"a\":\"b\"}}");
        ask(201, "POST /networks/create", "", "", "{\"Name\":\"settings\",\"ConfigOnly\":true}");
        ask(404, "POST /networks/create", "", "", "{\"Name\":\"one\",\"ConfigFrom\":{\"Network\":\"net\"}}");
        ask(201, "POST /networks/create", "", "", "{\"Name\":\"one\",\"ConfigFrom\":{\"Network\":\"settings\"}}");
        ask(403, "DELETE /networks/{id}", "settings", "", "");
        ask(204, "DELETE /networks/{id}", "one", "", "");
        ask(204, "DELETE /networks/{id}", "settings", "", "");
        ask(200, "POST /networks/{id}/connect", "net", "", """
                {"Container": "box", "EndpointConfig": {"Aliases": ["other"]}}
                """);
        ask(200, "GET /networks", "", "", "");
        ask(200, "GET /networks/{id}", "net", "", "");
        ask(200, "GET /containers/{id}/json", "box", "", "");
        ask(200, "POST /networks/{id}/disconnect", "net", "", "{\"Container\":\"box\"}");
        ask(204, "DELETE /networks/{id}", "net", "", "");
        ask(200, "POST /networks/prune", "", "", "");
    }

    private void engine() throws IOException {
        ask(200, "GET /_ping", "", "", "");
        ask(200, "HEAD /_ping", "", "", "");
        ask(200, "GET /version", "", "", "");
        ask(200, "GET /info", "", "", "");
        ask(200, "GET /events", "", "?since=1&until=2", "");
        ask(200, "GET /system/df", "", "?verbose=1", "");
    }

    private void end() throws IOException {
        ask(204, "POST /containers/{id}/kill", "box", "?signal=KILL", "");
        ask(200, "POST /containers/{id}/wait", "box", "", "");
        ask(304, "POST /containers/{id}/stop", "box", "", "");
        ask(204, "DELETE /containers/{id}", "box", "", "");
        ask(200, "POST /containers/prune", "", "", "");
        ask(200, "GET /volumes", "", "", "");
        ask(200, "GET /volumes/{name}", "vol", "", "");
        ask(204, "DELETE /volumes/{name}", "vol", "", "");
        ask(200, "POST /volumes/prune", "", "", "");
    }

    private ApiExchange ask(int status, String operation, String name, String query, String body) throws IOException {
        if (!body.isEmpty()) {
            schema().request(operation, JSON.readTree(body));
        }
        return send(status, operation, name, query, body.getBytes(StandardCharsets.UTF_8));
    }

    private ApiExchange send(int status, String operation, String name, String query, byte[] body) throws IOException {
        left.remove(operation);
        ApiExchange answer = exchange(operation.replaceFirst("\\{[a-z]+}", name) + query, body);
        assertThat(answer.head())
                .as(operation + "\n" + new String(answer.body(), StandardCharsets.UTF_8))
                .startsWith("HTTP/1.1 " + status + " ");
        boolean json = answer.head().toLowerCase(java.util.Locale.ROOT).contains("content-type: application/json");
        if (json && answer.body().length > 0 && !STREAMS.contains(operation)) {
            schema().answer(operation, status, answer.json());
        }
        return answer;
    }

    private ApiExchange exchange(String request, byte[] body) throws IOException {
        String head = request + " HTTP/1.0\r\n"
                + (body == EMPTY_ARCHIVE ? "Content-Type: application/x-tar\r\n" : "")
                + (body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n");
        return ApiExchange.with(socket(), head, body);
    }
}
