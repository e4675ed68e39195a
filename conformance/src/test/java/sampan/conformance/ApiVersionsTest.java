package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In each version answers have no field that the version's own specification has not, and none of another type. */
final class ApiVersionsTest extends ClientTest {
    /** An operation, and what it is asked about. */
    private record Asked(String operation, String name, String query) {}

    /** Before it, specifications leave out much of what every engine answered; what those did answer is in GoldenVersionsTest. */
    private static final String FIRST = "1.42";

    private static final List<Asked> ANSWERS = List.of(
            new Asked("GET /containers/json", "", "?all=1&size=1"),
            new Asked("GET /containers/{id}/json", "box", "?size=1"),
            new Asked("GET /containers/{id}/top", "box", ""),
            new Asked("GET /containers/{id}/stats", "box", "?stream=0"),
            new Asked("GET /containers/{id}/changes", "box", ""),
            new Asked("POST /containers/{id}/wait", "done", ""),
            new Asked("GET /images/json", "", ""),
            new Asked("GET /images/{name}/json", BUSYBOX, ""),
            new Asked("GET /images/{name}/history", BUSYBOX, ""),
            new Asked("GET /networks", "", ""),
            new Asked("GET /networks/{id}", "versioned", ""),
            new Asked("GET /volumes", "", ""),
            new Asked("GET /volumes/{name}", "versioned", ""),
            new Asked("GET /info", "", ""),
            new Asked("GET /version", "", ""),
            new Asked("GET /system/df", "", "?verbose=1"));

    @Test
    void areSpokenAsTheySay() throws IOException {
        List<String> wrong = new ArrayList<>();
        sampan().run("network", "create", "versioned").succeeds();
        try {
            sampan().run(
                            "run",
                            "-d",
                            "--name",
                            "box",
                            "--network",
                            "versioned",
                            "-p",
                            "127.0.0.1::80",
                            "-v",
                            "versioned:/data",
                            "--health-cmd",
                            "true",
                            BUSYBOX,
                            "sleep",
                            "600")
                    .succeeds();
            sampan().run("run", "--name", "done", "--network", "none", BUSYBOX, "true")
                    .succeeds();
            for (Map.Entry<String, Path> version :
                    SwaggerSchema.versions().tailMap(FIRST).entrySet()) {
                SwaggerSchema schema = SwaggerSchema.read(version.getValue());
                askAll(version.getKey(), schema);
                schema.wrong()
                        .lines()
                        .map(line -> version.getKey() + " " + line)
                        .forEach(wrong::add);
            }
        } finally {
            removeContainers();
            sampan().run("network", "rm", "versioned").succeeds();
            sampan().run("volume", "rm", "versioned").succeeds();
        }
        assertThat(String.join("\n", wrong)).isEmpty();
    }

    private void askAll(String version, SwaggerSchema schema) throws IOException {
        for (Asked asked : ANSWERS) {
            ask(version, asked, schema);
        }
    }

    private void ask(String version, Asked asked, SwaggerSchema schema) throws IOException {
        String[] words =
                asked.operation().replaceFirst("\\{[a-z]+}", asked.name()).split(" ");
        ApiExchange answer = ApiExchange.with(
                socket(), words[0] + " /v" + version + words[1] + asked.query() + " HTTP/1.0\r\n", new byte[0]);
        assertThat(answer.status()).as(asked + " of " + version).isEqualTo(200);
        schema.answer(asked.operation(), 200, answer.json());
    }
}
