package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sampan.core.Engine;
import sampan.core.config.ConfigJson;
import sampan.kernel.process.Credentials;
import sampan.oci.image.ImageReference;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Field by field what a dockerd 20.10 answered to the same requests in the same order: null, empty and absent are three things. Recorded anew with
 * {@code -Dgolden.record=/run/docker.sock}, from one that has an image
 * {@code busybox}, and was started anew: it remembers events.
 */
@Timeout(300)
final class GoldenAnswersTest {
    private static final Path FILE = Path.of("src/test/resources/sampan/api/dockerd-20.10.json");
    private static final String VERSION = "/v1.41";

    /** Of these only the kind of the value is the same, or the value is ours on purpose. */
    private static final Pattern OWN = Pattern.compile(
            String.join(
                    "|",
                    // The built-in image is another one than theirs.
                    ".*Config\\.(Env|Labels|Cmd)(\\..*|\\[.*)?",
                    ".*\\.(Comment|CreatedBy|DockerVersion|Size|VirtualSize|SizeRootFs|SizeRw|RepoTags|Container)(\\[.*)?",
                    "\\[0\\]\\.(Labels.*|ImageID|Tags.*|Created|Status)",
                    // Files are there from the beginning, and not only from the first start.
                    "\\.(State\\.Pid|ResolvConfPath|HostnamePath|HostsPath|LogPath)",
                    // A file system that only the container sees; newer lists of paths; "no" as newer engines say it.
                    "\\.GraphDriver\\.Data.*",
                    "\\.HostConfig\\.(MaskedPaths.*|ReadonlyPaths.*|Runtime|RestartPolicy\\.Name|OomKillDisable)",
                    // A file, which is there as long as the container runs.
                    "\\.NetworkSettings\\.SandboxKey",
                    // Logs are bounded.
                    "\\.HostConfig\\.LogConfig\\.Config\\.max-(size|file)",
                    // Counted, or of the machine's clock, or of what stores it.
                    ".*\\.(time|timeNano|execDuration|Actor\\.Attributes\\.org\\.opencontainers.*|GraphDriver\\.Name|LayersSize|Created|SharedSize|BuilderSize)",
                    // Figures.
                    "\\.(cpu_stats|precpu_stats|memory_stats|pids_stats|blkio_stats).*",
                    "\\.Processes.*",
                    // What this engine is.
                    "\\.(Driver|Plugins|Nodes|N[A-Z]|Name|NoProxy|Default|Init|Live|Logging|Security|Runtimes|Warnings|Runc|Containerd|Docker|Server|ID).*",
                    "\\.(RegistryConfig|Containers[\\[A-Z].*|Images|Swarm\\.Cluster|Features|CDISpecDirs|Version|ApiVersion|MinAPI.*|Git.*|Go.*|Build.*|Platform.*|Components.*)(\\..*)?",
                    "\\.(DefaultAddressPools|Cgroup.*|KernelMemory.*|OomKillDisable|MemTotal|Bridge.*|IPv4Forwarding|SystemTime)"));

    @TempDir
    private Path folder;

    @Test
    void areDockerdsAnswers() throws Exception {
        assumeTrue(Credentials.uid() == 0, "needs root");
        String recording = System.getProperty("golden.record", "");
        if (!recording.isEmpty()) {
            record(Path.of(recording));
            return;
        }
        List<String> differences = new ArrayList<>();
        try (Engine engine = Engine.open(folder);
                ApiServer server = new ApiServer(
                        engine, List.of(new ApiAddress.Unix(folder.resolve("api.sock"))), OptionalLong.empty())) {
            server.open();
            try {
                engine.images().tag(engine.images().find("localhost/busybox").id(), ImageReference.parse("busybox"));
                for (JsonNode golden : golden()) {
                    compare(golden, answer(folder.resolve("api.sock"), golden), differences);
                }
            } finally {
                ServedEngine.removeContainers(engine);
            }
        }
        assertThat(String.join("\n", differences)).isEmpty();
    }

    private static JsonNode golden() throws IOException {
        try (InputStream file = GoldenAnswersTest.class.getResourceAsStream("dockerd-20.10.json")) {
            return ConfigJson.MAPPER.readTree(file);
        }
    }

    private static void record(Path dockerd) throws IOException {
        JsonNode all = golden();
        for (JsonNode golden : all) {
            ObjectNode answer = answer(dockerd, golden);
            ((ObjectNode) golden).set("status", answer.path("status"));
            ((ObjectNode) golden).set("answer", answer.path("answer"));
        }
        Files.writeString(
                FILE, ConfigJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
    }

    /** Status and body, with what changes made equal. */
    private static ObjectNode answer(Path socket, JsonNode golden) throws IOException {
        String now = "" + Instant.now().plusSeconds(1).getEpochSecond();
        String[] words = golden.path("request").asString().replace("NOW", now).split(" ", 2);
        String body = golden.path("body").isNull() ? "" : golden.path("body").toString();
        String text = RawClient.ask(
                socket,
                words[0] + " " + VERSION + words[1] + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n"
                        + (body.isEmpty()
                                ? ""
                                : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n")
                        + "\r\n" + body);
        int end = text.indexOf("\r\n\r\n");
        String payload = text.substring(end + 4);
        if (text.substring(0, end).toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            payload = payload.replaceAll("(?m)^[0-9a-f]+\r\n|\r\n", "");
        }
        ObjectNode answer = ConfigJson.MAPPER.createObjectNode();
        answer.put("status", Integer.parseInt(text.substring(9, 12)));
        String masked = GoldenJson.CHANGING.matcher(payload).replaceAll("…");
        try {
            String lines = masked.startsWith("{") ? "[" + masked.strip().replace("\n{", ",{") + "]" : masked;
            JsonNode read = masked.isBlank() ? answer.nullNode() : ConfigJson.MAPPER.readTree(lines);
            answer.set("answer", masked.startsWith("{") && read.size() == 1 ? read.get(0) : read);
        } catch (JacksonException text2) {
            answer.put("answer", masked);
        }
        return answer;
    }

    private static void compare(JsonNode golden, JsonNode answer, List<String> differences) {
        List<String> here = new ArrayList<>();
        JsonNode newer = golden.path("newer"); // as dockerds answer since, and so do we
        if (!newer.isMissingNode()) {
            new GoldenJson(OWN).compare(".newer", newer, answer, here);
            here.forEach(line -> differences.add(golden.path("request").asString() + ": " + line));
            return;
        }
        if (golden.path("status").asInt() != answer.path("status").asInt()) {
            here.add("status " + golden.path("status") + ", ours " + answer.path("status"));
        }
        new GoldenJson(OWN).compare("", golden.path("answer"), answer.path("answer"), here);
        here.forEach(line -> differences.add(golden.path("request").asString() + ": " + line));
    }
}
