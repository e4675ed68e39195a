package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sampan.api.http.Limits;
import sampan.core.config.ConfigJson;
import sampan.oci.image.ImageReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * In each version of the API that a dockerd 20.10 speaks, answers have the fields that its answers have. Recorded anew with
 * {@code -Dgolden.record=/run/docker.sock}, from one that has an image {@code busybox}.
 */
@Timeout(300)
final class GoldenVersionsTest extends ServedEngine {
    private static final Path FILE = Path.of("src/test/resources/sampan/api/dockerd-20.10-versions.json");
    private static final int FIRST = 24;
    private static final int LAST = 41;
    private static final List<String> ANSWERS = List.of(
            "/containers/json?all=1",
            "/containers/versioned/json?size=1",
            "/containers/versioned/top",
            "/containers/versioned/stats?stream=0",
            "/containers/versioned/changes",
            "/images/json",
            "/images/busybox/json",
            "/images/busybox/history",
            "/networks",
            "/networks/none",
            "/volumes",
            "/volumes/versioned",
            "/info",
            "/version",
            "/system/df");

    /** Their names are not of the API; or what they say is of the machine, its kernel, or what this engine is. */
    private static final Pattern DATA = Pattern.compile(
            ".*\\.(Labels|Options|Networks|Ports|Details|Data|stats|Runtimes|IndexConfigs|Plugins|Config\\.Env"
                    + "|Config\\.Volumes|LogConfig\\.Config|Containers|blkio_stats|IPAM|DriverStatus|SystemStatus|ClusterInfo|Components|RegistryConfig|Warnings)");

    /** Fields of which it is not said when they are there. */
    private static final Pattern NEWER = Pattern.compile("\\.BuildTime");

    GoldenVersionsTest() {
        super(Limits.DEFAULT);
    }

    @Test
    void haveTheFieldsOfTheirTime() throws IOException {
        String recording = System.getProperty("golden.record", "");
        if (recording.isEmpty()) {
            engine().images().tag(engine().images().find("localhost/busybox").id(), ImageReference.parse("busybox"));
        }
        ObjectNode ours = fields(recording.isEmpty() ? socket() : Path.of(recording));
        if (!recording.isEmpty()) {
            Files.writeString(
                    FILE, ConfigJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(ours) + "\n");
            return;
        }
        List<String> differences = new ArrayList<>();
        try (InputStream file = GoldenVersionsTest.class.getResourceAsStream("dockerd-20.10-versions.json")) {
            JsonNode theirs = ConfigJson.MAPPER.readTree(file);
            for (String answer : ANSWERS) {
                for (int minor = FIRST; minor <= LAST; minor++) {
                    compare("/v1." + minor + answer, at(theirs, answer, minor), at(ours, answer, minor), differences);
                }
            }
        }
        assertThat(String.join("\n", differences)).isEmpty();
    }

    private static void compare(String request, JsonNode theirs, JsonNode ours, List<String> differences) {
        TreeSet<String> missing = names(theirs);
        missing.removeAll(names(ours));
        missing.forEach(name -> differences.add(request + " has not " + name));
        TreeSet<String> more = names(ours);
        more.removeAll(names(theirs));
        more.forEach(name -> differences.add(request + " has more: " + name));
    }

    private static TreeSet<String> names(JsonNode list) {
        TreeSet<String> names = new TreeSet<>();
        list.forEach(name -> names.add(name.asString()));
        names.removeIf(name -> NEWER.matcher(name).matches());
        return names;
    }

    /** Written down is only where a version differs from the one before. */
    private static JsonNode at(JsonNode fields, String answer, int minor) {
        int last = minor;
        while (fields.path(answer).path("1." + last).isMissingNode()) {
            last--;
        }
        return fields.path(answer).path("1." + last);
    }

    private static ObjectNode fields(Path socket) throws IOException {
        post(socket, "/volumes/create", "{\"Name\":\"versioned\"}");
        post(
                socket,
                "/containers/create?name=versioned",
                "{\"Image\":\"busybox\",\"Cmd\":[\"sleep\",\"600\"],\"HostConfig\":{\"NetworkMode\":\"none\",\"Binds\":[\"versioned:/data\"]}}");
        post(socket, "/containers/versioned/start", "");
        ObjectNode all = ConfigJson.MAPPER.createObjectNode();
        try {
            for (String answer : ANSWERS) {
                ObjectNode versions = all.putObject(answer);
                TreeSet<String> before = new TreeSet<>();
                for (int minor = FIRST; minor <= LAST; minor++) {
                    TreeSet<String> names = new TreeSet<>();
                    collect("", body(RawClient.get(socket, "/v1." + minor + answer)), names);
                    if (!names.equals(before)) {
                        names.forEach(versions.putArray("1." + minor)::add);
                    }
                    before = names;
                }
            }
        } finally {
            RawClient.ask(socket, "DELETE /containers/versioned?force=1 HTTP/1.0\r\n\r\n");
            RawClient.ask(socket, "DELETE /volumes/versioned HTTP/1.0\r\n\r\n");
        }
        return all;
    }

    private static void post(Path socket, String target, String body) throws IOException {
        assertThat(RawClient.ask(
                        socket,
                        "POST /v1.41" + target + " HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body))
                .contains(" 20");
    }

    private static JsonNode body(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        String payload = answer.substring(end + 4);
        boolean chunked = answer.substring(0, end).toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
        return ConfigJson.MAPPER.readTree(chunked ? payload.replaceAll("(?m)^[0-9a-f]+\r\n|\r\n", "") : payload);
    }

    /** Null and empty are told apart from what has something in it. */
    private static void collect(String path, JsonNode value, TreeSet<String> names) {
        if (DATA.matcher(path).matches()) {
            names.add(path);
        } else if (value.isObject()) {
            value.properties().forEach(field -> collect(path + "." + field.getKey(), field.getValue(), names));
        } else if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
            value.forEach(item -> collect(path + "[]", item, names));
        } else {
            names.add(path);
        }
    }
}
