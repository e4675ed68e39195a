package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** In each version answers have no field that the version's own specification has not, and none of another type. */
final class ApiVersionsTest extends ClientTest {
    /** An operation, and what it is asked about. */
    private record Asked(String operation, String name, String query) {}

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

    private static final List<String> OPERATIONS =
            ANSWERS.stream().map(Asked::operation).toList();

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
            for (Map.Entry<String, ApiFields> version : versions().entrySet()) {
                askAll(version.getKey(), version.getValue(), wrong);
            }
        } finally {
            removeContainers();
            sampan().run("network", "rm", "versioned").succeeds();
            sampan().run("volume", "rm", "versioned").succeeds();
        }
        assertThat(String.join("\n", wrong)).isEmpty();
    }

    /** Older specifications leave out much of what every engine answered; what those did answer is in GoldenVersionsTest. */
    private static SortedMap<String, ApiFields> versions() throws IOException {
        SwaggerSchema newest = SwaggerSchema.read();
        return ApiFields.since(newest.version(), ApiFields.of(newest, OPERATIONS));
    }

    private void askAll(String version, ApiFields fields, List<String> wrong) throws IOException {
        for (Asked asked : ANSWERS) {
            String[] words =
                    asked.operation().replaceFirst("\\{[a-z]+}", asked.name()).split(" ");
            ApiExchange answer = ApiExchange.with(
                    socket(), words[0] + " /v" + version + words[1] + asked.query() + " HTTP/1.0\r\n", new byte[0]);
            assertThat(answer.status()).as(asked + " of " + version).isEqualTo(200);
            fields.wrong(asked.operation(), answer.json()).forEach(line -> wrong.add(version + " " + line));
        }
    }

    @Test
    void areAllOfWhichThereIsADocument() throws IOException {
        assertThat(versions().keySet())
                .containsExactlyElementsOf(IntStream.rangeClosed(42, 56)
                        .mapToObj(minor -> "1." + minor)
                        .toList());
    }

    /** Docker's documents are files like {@code v1.42.yaml} in github.com/moby/moby, api/docs. */
    @Test
    void areAsDockersDocumentsSayWhereTheseAre() throws IOException {
        String folder = System.getProperty("swagger.folder", "");
        assumeFalse(folder.isEmpty(), "no -Dswagger.folder: the table is not compared with Docker's documents");
        for (Map.Entry<String, ApiFields> version : versions().entrySet()) {
            SwaggerSchema document = SwaggerSchema.read(Path.of(folder, "v" + version.getKey() + ".yaml"));
            assertThat(version.getValue().differences(ApiFields.of(document, OPERATIONS)))
                    .as(version.getKey())
                    .isEmpty();
        }
    }
}
