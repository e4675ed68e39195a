package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sampan.api.http.Limits;
import sampan.core.config.ConfigJson;
import sampan.oci.image.ImageReference;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a dockerd 20.10 said in streams, archives, networks and volumes, and what it told of them, in the same order: attached clients, further processes, logs, files,
 * images that are saved and loaded, and what clients of version 1.24 send. Recorded anew with {@code -Dgolden.record=/run/docker.sock}, from one that has an image
 * {@code busybox} and was started anew.
 */
@Timeout(300)
final class GoldenStreamsTest extends ServedEngine {
    private static final Path FILE = Path.of("src/test/resources/sampan/api/dockerd-20.10-streams.json");

    private static final Pattern DATA_ROOT = Pattern.compile("/tmp/(dk|junit[-0-9]*)/");

    /** Of these only the kind of the value is the same, or the value is ours on purpose. */
    private static final GoldenJson COMPARISON = new GoldenJson(Pattern.compile(String.join(
            "|",
            // Moments, and what is the image's own, which is another one than theirs.
            ".*\\.(time|timeNano|mtime|execDuration|Created|CreatedAt|Size|VirtualSize|SizeRootFs|SizeRw|Status|ImageID)",
            ".*\\.Actor\\.Attributes\\.org\\.opencontainers.*",
            ".*\\.Labels\\.org\\.opencontainers.*",
            // Of the machine.
            ".*\\.Pid",
            "content\\.(SandboxKey|GraphDriver.*)")));

    GoldenStreamsTest() {
        super(Limits.DEFAULT);
    }

    @Test
    void areDockerdsConversations() throws IOException {
        String recording = System.getProperty("golden.record", "");
        if (!recording.isEmpty()) {
            record(Path.of(recording));
            return;
        }
        engine().images().tag(engine().images().find("localhost/busybox").id(), ImageReference.parse("busybox"));
        GoldenStep steps = new GoldenStep(socket());
        List<String> differences = new ArrayList<>();
        int number = 0;
        try (InputStream file = GoldenStreamsTest.class.getResourceAsStream("dockerd-20.10-streams.json")) {
            for (JsonNode step : ConfigJson.MAPPER.readTree(file)) {
                List<String> here = new ArrayList<>();
                compare(step, said(step, steps.answer(step)), here);
                String name = number++ + " " + step.path("request").asString() + ": ";
                here.forEach(line -> differences.add(name + line));
            }
        }
        engine().networks().list().stream()
                .filter(network -> network.name().startsWith("golden"))
                .forEach(network -> engine().removeNetwork(network.id()));
        assertThat(String.join("\n", differences)).isEmpty();
    }

    /** What is otherwise on purpose, or as dockerds answer since, is written beside what was recorded, with the reason. */
    private static void compare(JsonNode step, ObjectNode ours, List<String> differences) {
        JsonNode theirs = step.path("newer").isObject() ? step.path("newer") : step.path("answer");
        for (String part : List.of("status", "type", "stat", "content", "names", "layers", "repositories")) {
            COMPARISON.compare(part, theirs.path(part), ours.path(part), differences);
        }
    }

    private static void record(Path dockerd) throws IOException {
        JsonNode all = ConfigJson.MAPPER.readTree(Files.readString(FILE));
        GoldenStep steps = new GoldenStep(dockerd);
        for (JsonNode step : all) {
            ((ObjectNode) step).set("answer", said(step, steps.answer(step)));
        }
        Files.writeString(
                FILE, ConfigJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
    }

    /** Status, type and content, with what changes made equal. */
    private static ObjectNode said(JsonNode step, GoldenStep.Answer answer) {
        ObjectNode said = ConfigJson.MAPPER.createObjectNode();
        said.put("status", answer.status());
        said.put("type", answer.header("content-type"));
        if (step.path("stat").asBoolean(false)) {
            byte[] stat = Base64.getDecoder().decode(answer.header("x-docker-container-path-stat"));
            said.set("stat", ConfigJson.MAPPER.readTree(masked(new String(stat, StandardCharsets.UTF_8))));
        }
        boolean failed = answer.status() >= 400;
        switch (failed ? "" : step.path("shape").asString("")) {
            case "frames" -> frames(answer, said.putArray("content"));
            case "tar" -> entries(answer, said.putArray("content"));
            case "names" -> names(answer, said.putArray("content"));
            case "save" -> manifest(answer, said);
            case "none" -> said.putNull("content");
            case "text" -> said.put("content", masked(answer.text()));
            default -> json(step, masked(answer.text()), said);
        }
        return said;
    }

    private static String masked(String text) {
        String placed = DATA_ROOT.matcher(text).replaceAll("ROOT/");
        return GoldenJson.CHANGING.matcher(placed).replaceAll("…");
    }

    private static void json(JsonNode step, String text, ObjectNode said) {
        String lines = text.startsWith("{") ? "[" + text.strip().replaceAll("\\R+\\{", ",{") + "]" : text;
        try {
            JsonNode read = text.isBlank() ? said.nullNode() : ConfigJson.MAPPER.readTree(lines);
            JsonNode content = text.startsWith("{") && read.size() == 1 ? read.get(0) : read;
            said.set("content", sorted(step, chosen(step, without(step, content))));
        } catch (JacksonException noJson) {
            said.put("content", text);
        }
    }

    private static JsonNode chosen(JsonNode step, JsonNode content) {
        if (!step.path("only").isString() || !content.isObject()) {
            return content;
        }
        ObjectNode chosen = ConfigJson.MAPPER.createObjectNode();
        for (String path : step.path("only").asString().split(",")) {
            chosen.set(path, content.at("/" + path.replace('.', '/')));
        }
        return chosen.size() == 1 ? chosen.values().iterator().next() : chosen;
    }

    private static JsonNode sorted(JsonNode step, JsonNode content) {
        String field = step.path("sort").asString("");
        if (field.isEmpty() || !content.isArray()) {
            return content;
        }
        ArrayNode sorted = ConfigJson.MAPPER.createArrayNode();
        content.valueStream()
                .sorted(Comparator.comparing(each -> each.path(field).asString("")))
                .forEach(sorted::add);
        return sorted;
    }

    /** Of events, those of which the step does not want to know. */
    private static JsonNode without(JsonNode step, JsonNode content) {
        String pattern = step.path("drop").asString("");
        if (pattern.isEmpty() || !content.isArray()) {
            return content;
        }
        ArrayNode left = ConfigJson.MAPPER.createArrayNode();
        content.valueStream()
                .filter(each -> !each.path("Actor")
                        .path("Attributes")
                        .path("name")
                        .asString("")
                        .matches(pattern))
                .forEach(left::add);
        return left;
    }

    private static void frames(GoldenStep.Answer answer, ArrayNode content) {
        ByteBuffer bytes = ByteBuffer.wrap(answer.body());
        while (bytes.hasRemaining()) {
            GoldenStep.frame(bytes).forEach((stream, text) -> content.add(stream + ": " + masked(text)));
        }
    }

    private static void entries(GoldenStep.Answer answer, ArrayNode content) {
        GoldenTar.read(answer.body())
                .forEach(entry -> content.add(entry.name() + " " + entry.header() + " " + entry.content()));
    }

    private static void names(GoldenStep.Answer answer, ArrayNode content) {
        GoldenTar.read(answer.body()).stream()
                .map(GoldenTar.Entry::name)
                .filter(name -> !name.matches("(bin|sbin|usr)/.+"))
                .sorted()
                .forEach(content::add);
    }

    /** Of an image's archive what loaders read first: what it holds, by which names, of how many layers. */
    private static void manifest(GoldenStep.Answer answer, ObjectNode said) {
        for (GoldenTar.Entry entry : GoldenTar.read(answer.body())) {
            if (entry.name().equals("manifest.json")) {
                JsonNode image = ConfigJson.MAPPER.readTree(entry.content()).get(0);
                said.set("names", image.path("RepoTags"));
                said.put("layers", image.path("Layers").size());
            } else if (entry.name().equals("repositories")) {
                said.put("repositories", masked(entry.content().strip()));
            }
        }
    }
}
