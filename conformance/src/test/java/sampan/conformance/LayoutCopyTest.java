package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code image copy} to and from OCI layouts, beside skopeo and umoci: whoever wrote an image, the others find it by the name that was typed. */
final class LayoutCopyTest extends EngineTest {
    private static final Pattern LISTED = Pattern.compile("\\{\"mediaType\":[^{]*(?:\\{[^}]*})?[^}]*}");

    @TempDir
    static Path work;

    @BeforeAll
    void fill() throws IOException {
        for (String name : List.of("one", "two")) {
            byte[] layer = HostileTar.withShell().file("said", name).bytes();
            Files.write(
                    work.resolve(name + ".tar"),
                    ArchivedImages.docker(name + ":1", layer).bytes());
            skopeo("docker-archive:" + work + "/" + name + ".tar", "oci:" + work + "/source:" + name);
            sampan().runWith(ArchivedImages.docker(name + ":1", layer).bytes(), "load")
                    .succeeds();
        }
    }

    private static void skopeo(String from, String to) throws IOException {
        DockerRegistry.run("skopeo", "--insecure-policy", "copy", "-q", from, to);
    }

    private static String inspect(String place) throws IOException {
        return DockerRegistry.run("skopeo", "inspect", "--format", "{{.Digest}}", place);
    }

    private Sampan.Result copy(String from, String to) {
        return sampan().run("image", "copy", from, to);
    }

    private String said(String place) {
        copy(place, "said:1").succeeds();
        String said = sampan().run("image", "cat", "said:1", "/said").succeeds().out();
        sampan().run("rmi", "said:1").succeeds();
        return said;
    }

    /** What an index says: digests, and the names they were typed by. */
    private static List<String> listed(Path layout) throws IOException {
        Matcher entries = LISTED.matcher(Files.readString(layout.resolve("index.json")));
        return entries.results()
                .map(entry -> value(entry.group(), "digest") + " "
                        + value(entry.group(), "org.opencontainers.image.ref.name"))
                .toList();
    }

    private static String value(String json, String key) {
        Matcher found =
                Pattern.compile("\"" + Pattern.quote(key) + "\":\"([^\"]*)\"").matcher(json);
        return found.find() ? found.group(1) : "";
    }

    @Test
    void imagesAreAddedMovedAndReplacedAsSkopeoDoes() throws IOException {
        String ours = "oci:" + work + "/ours";
        String theirs = "oci:" + work + "/theirs";
        for (String step : List.of(
                "one:one",
                "two:two",
                "two:one",
                "one:UPPER",
                "one:",
                "one",
                "two:repo/name:1",
                "two:a@b+c",
                "one:v1.0_x-y",
                "one:one",
                "two:one")) {
            String source = "oci:" + work + "/source:" + step.split(":")[0];
            String name = step.contains(":") ? step.substring(step.indexOf(':')) : "";
            skopeo(source, theirs + name);
            // By the name that it has in the source ours is called where none is typed: here from where it has none.
            skopeo(source, "oci:" + work + "/bare-" + step.split(":")[0]);
            copy("oci:" + work + "/bare-" + step.split(":")[0], ours + name).succeeds();
            assertThat(listed(work.resolve("ours"))).as(step).containsExactlyElementsOf(listed(work.resolve("theirs")));
        }
        assertThat(blobs("ours")).isEqualTo(blobs("theirs"));
        assertThat(copy("oci:" + work + "/source:one", ours + ":a b").err())
                .contains("a layout has no image called \"a b\"");
        assertThat(copy("oci:" + work + "/source:one", ours + ":a//b").code()).isEqualTo(1);
        assertThat(copy(ours, "said:1").err()).contains("name the one that is wanted");
    }

    private static List<String> blobs(String layout) throws IOException {
        try (Stream<Path> blobs = Files.list(work.resolve(layout).resolve("blobs/sha256"))) {
            return blobs.map(blob -> blob.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void eachFindsWhatTheOthersWroteByItsName() throws IOException {
        for (String name : List.of("word", "UPPER", "repo/name:1", "registry.example.com:5000/a/b:c", "a@b+c")) {
            for (String kind : List.of("oci:" + work + "/both", "oci-archive:" + work + "/both.tar")) {
                copy("one:1", kind + ":" + name).succeeds();
                String ours = inspect(kind + ":" + name);
                assertThat(said(kind + ":" + name)).isEqualTo("one");
                skopeo(kind + ":" + name, "oci:" + work + "/through:" + name);
                assertThat(inspect("oci:" + work + "/through:" + name)).isNotEmpty();
                skopeo("oci:" + work + "/source:two", kind + ":" + name);
                assertThat(inspect(kind + ":" + name)).isNotEqualTo(ours);
                assertThat(said(kind + ":" + name)).isEqualTo("two");
            }
        }
        assertThat(DockerRegistry.run("umoci", "ls", "--layout", work + "/both").lines())
                .contains("word", "UPPER", "repo/name:1");
        DockerRegistry.run("umoci", "tag", "--image", work + "/both:word", "third");
        assertThat(said("oci:" + work + "/both:third")).isEqualTo("two");
    }

    @Test
    void withoutANameItHasTheOneItCameWith() throws IOException {
        String layout = "oci:" + work + "/named";
        copy("one:1", layout).succeeds();
        copy("two:1", layout).succeeds();
        for (String name : List.of("one", "two")) {
            assertThat(inspect(layout + ":" + name + ":1")).isNotEmpty();
            assertThat(said(layout + ":" + name + ":1")).isEqualTo(name);
            assertThat(said(layout + ":docker.io/library/" + name + ":1")).isEqualTo(name);
        }
        copy(layout + ":one:1", "oci-archive:" + work + "/named.tar").succeeds();
        sampan().run("rmi", "one:1").succeeds();
        assertThat(sampan().run("load", "-i", work + "/named.tar").succeeds().out())
                .isEqualTo("Loaded image: one:1\n");
    }

    @Test
    void whatIsThereStaysWhole() throws IOException {
        Path layout = work.resolve("kept");
        copy("oci:" + work + "/source:one", "oci:" + layout + ":one").succeeds();
        Path blob = layout.resolve("blobs/sha256").resolve(blobs("kept").getFirst());
        Object before = Files.getAttribute(blob, "unix:ino");
        copy("oci:" + layout + ":one", "oci:" + layout + ":again").succeeds();
        assertThat(Files.getAttribute(blob, "unix:ino")).as("not written again").isEqualTo(before);
        byte[] whole = Files.readAllBytes(blob);
        Files.writeString(blob, "x".repeat(whole.length));
        copy("oci:" + work + "/source:one", "oci:" + layout + ":mended").succeeds();
        assertThat(Files.readAllBytes(blob)).isEqualTo(whole);
        Files.writeString(layout.resolve("index.json"), "{\"schemaVersion\": 2, \"manifests\": 1}");
        assertThat(copy("oci:" + work + "/source:one", "oci:" + layout + ":x").code())
                .isEqualTo(1);
        assertThat(layout.resolve("index.json")).content().contains("\"manifests\": 1");
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\": \"2.0.0\"}");
        assertThat(copy("oci:" + work + "/source:one", "oci:" + layout + ":x").err())
                .contains("unsupported OCI version \"2.0.0\"");
    }

    @Test
    void aLinkInALayoutLeadsNowhereElse() throws IOException {
        Path outside = Files.createDirectory(work.resolve("outside"));
        Path layout = Files.createDirectory(work.resolve("linked"));
        Files.createSymbolicLink(layout.resolve("blobs"), outside);
        Files.createSymbolicLink(layout.resolve("index.json"), Files.writeString(work.resolve("secret"), "secret"));
        copy("oci:" + work + "/source:one", "oci:" + layout + ":x").succeeds();
        assertThat(said("oci:" + layout + ":x")).isEqualTo("one");
        assertThat(outside).isEmptyDirectory();
        assertThat(work.resolve("secret")).hasContent("secret");
    }
}
