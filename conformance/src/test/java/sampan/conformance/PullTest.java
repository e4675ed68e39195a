package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pull} from Debian's docker-registry, filled by skopeo; {@code --pull} of {@code run} and {@code create}. */
final class PullTest extends EngineTest {
    private static final byte[] LOWER =
            HostileTar.withShell().file("said", "lower").bytes();
    private static final byte[] UPPER = HostileTar.empty().file("said", "upper").bytes();

    private final DockerRegistry registry = DockerRegistry.bare();

    @TempDir
    Path folder;

    @BeforeAll
    void fill(@TempDir Path archives) throws IOException {
        Path archive = archives.resolve("two.tar");
        for (String tag : List.of("1", "latest")) {
            registry.fill(name("two:" + tag), archive, ArchivedImages.docker("two:1", LOWER, UPPER));
        }
        registry.skopeo(
                "copy",
                "--dest-tls-verify=false",
                "--format=oci",
                "--dest-compress-format=zstd",
                "docker-archive:" + archive,
                "docker://" + name("two:oci"));
    }

    @AfterAll
    void endRegistry() {
        registry.close();
    }

    private String name(String repository) {
        return registry.name("pull/" + repository);
    }

    private String digest(String tag) throws IOException {
        return registry.skopeo(
                        "inspect", "--tls-verify=false", "--format", "{{.Digest}}", "docker://" + name("two:" + tag))
                .strip();
    }

    private void forget(String... names) {
        sampan().run(Stream.concat(Stream.of("rmi", "-f"), Stream.of(names)).toArray(String[]::new));
    }

    @Test
    void helpShowsEveryFlag() {
        assertThat(sampan().run("pull", "--help").succeeds().out())
                .contains(
                        "NAME[:TAG|@DIGEST]", "--all-tags", "--platform", "--quiet", "sampan image pull, sampan pull");
    }

    @Test
    void tellsOfEachLayerAndEndsWithTheDigest() throws IOException {
        Sampan.Result first = sampan().run("pull", name("two")).succeeds();
        String digest = digest("latest");
        assertThat(first.out()).startsWith("Using default tag: latest\nlatest: Pulling from pull/two\n");
        assertThat(first.out())
                .containsPattern("(?s)Pulling fs layer\n.*Pulling fs layer\n.*Download complete\n.*Pull complete\n")
                .endsWith("Digest: " + digest + "\nStatus: Downloaded newer image for " + name("two:latest") + "\n"
                        + name("two:latest") + "\n");
        assertThat(sampan().run("pull", name("two:latest")).out())
                .isEqualTo("latest: Pulling from pull/two\nDigest: " + digest + "\nStatus: Image is up to date for "
                        + name("two:latest") + "\n" + name("two:latest") + "\n");
        assertThat(sampan().run("run", "--rm", name("two"), "/bin/sh", "-c", "cat /said")
                        .out())
                .isEqualTo("upper");
        assertThat(sampan().run("inspect", "-f", "{{.RepoTags}} {{.RepoDigests}}", name("two"))
                        .line())
                .isEqualTo("[" + name("two:latest") + "] [" + name("two") + "@" + digest + "]");
        assertThat(sampan().run("rmi", name("two")).succeeds().out())
                .startsWith("Untagged: " + name("two:latest") + "\nUntagged: " + name("two") + "@" + digest
                        + "\nDeleted: sha256:");
    }

    @Test
    void aDigestNamesAnImageForGood() throws IOException {
        String pinned = name("two") + "@" + digest("1");
        assertThat(sampan().run("pull", pinned).succeeds().out())
                .contains("pull/two@" + digest("1") + ": Pulling from pull/two\n")
                .endsWith("Status: Downloaded newer image for " + pinned + "\n" + pinned + "\n");
        assertThat(sampan().run("pull", name("two:1") + "@" + digest("1"))
                        .succeeds()
                        .out())
                .startsWith(pinned + ": Pulling from pull/two\n")
                .contains("Status: Image is up to date for " + pinned + "\n");
        assertThat(sampan().run("images", "--digests", "--format", "{{.Repository}} {{.Tag}} {{.Digest}}", name("two"))
                        .line())
                .isEqualTo(name("two") + " <none> " + digest("1"));
        assertThat(sampan().run("run", "--rm", pinned, "/bin/sh", "-c", "cat /said")
                        .out())
                .isEqualTo("upper");
        forget(pinned);
    }

    @Test
    void allTagsOfARepositoryComeAtOnce() {
        Sampan.Result all = sampan().run("pull", "--all-tags", name("two")).succeeds();
        assertThat(all.out())
                .contains("1: Pulling from", "latest: Pulling from", "oci: Pulling from")
                .endsWith("Status: Downloaded newer image for " + name("two") + "\n" + name("two") + "\n");
        assertThat(sampan().run("images", "-q", name("two")).out().lines()).hasSize(3);
        assertThat(sampan().run("pull", "-a", name("two:1")).err()).isEqualTo("tag can't be used with --all-tags/-a\n");
        forget(name("two:1"), name("two:latest"), name("two:oci"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "oci"})
    void layersComeWhateverTheyArePackedWith(String tag) {
        assertThat(sampan().run("pull", "-q", name("two:" + tag)).succeeds().out())
                .isEqualTo(name("two:" + tag) + "\n");
        assertThat(sampan().run("run", "--rm", name("two:" + tag), "/bin/sh", "-c", "cat /said")
                        .out())
                .isEqualTo("upper");
        forget(name("two:" + tag));
    }

    @Test
    void layersThatAreHereAreNotFetchedAgain() {
        sampan().run("pull", "-q", name("two:oci")).succeeds();
        assertThat(sampan().run("pull", name("two:1")).succeeds().out())
                .doesNotContain("Downloading", "Download complete");
        forget(name("two:oci"), name("two:1"));
    }

    @Test
    void runPullsWhatIsMissingAndTellsItOnStderr() {
        Sampan.Result run = sampan().run("run", "--rm", name("two:1"), "/bin/sh", "-c", "cat /said");
        assertThat(run.succeeds().out()).isEqualTo("upper");
        assertThat(run.err())
                .startsWith("Unable to find image '" + name("two:1") + "' locally\n1: Pulling from pull/two\n")
                .endsWith("Status: Downloaded newer image for " + name("two:1") + "\n");
        assertThat(sampan().run("run", "--rm", "--pull", "always", name("two:1"), "/bin/true")
                        .err())
                .endsWith("Status: Image is up to date for " + name("two:1") + "\n");
        assertThat(sampan().run("run", "--rm", name("two:1"), "/bin/true").err())
                .isEmpty();
        forget(name("two:1"));
        assertThat(sampan().run("run", "--rm", "-q", name("two:1"), "/bin/true").err())
                .isEmpty();
        forget(name("two:1"));
        assertThat(sampan().run("run", "--rm", "--pull", "never", name("two:1"), "/bin/true")
                        .err())
                .contains("No such image: " + name("two:1"));
        assertThat(sampan().run("create", "--pull", "sometimes", BUSYBOX).err())
                .contains("invalid pull option: 'sometimes'");
    }

    Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        name("nosuch"),
                        "manifest for " + name("nosuch:latest") + " not found: manifest unknown: manifest unknown"),
                Arguments.of(
                        "127.0.0.1:1/x",
                        "Get \"http://127.0.0.1:1/v2/\": dial tcp 127.0.0.1:1: connect: connection refused"),
                Arguments.of(
                        "registry.invalid/x",
                        "Get \"https://registry.invalid/v2/\": dial tcp: lookup registry.invalid: no such host"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatCannotBeHadIsToldAsDockerTellsIt(String name, String sentence) {
        Sampan.Result pull = sampan().run("pull", "-q", name);
        assertThat(pull.code()).isEqualTo(1);
        assertThat(pull.err()).isEqualTo("Error response from daemon: " + sentence + "\n");
        Sampan.Result run = sampan().run("run", "--rm", "-q", name);
        assertThat(run.code()).isEqualTo(125);
        assertThat(run.err()).startsWith("sampan: Error response from daemon: " + sentence + "\n");
    }

    @Test
    void aManifestIsShownWithoutPullingItsImage() throws IOException {
        assertThat(sampan().run("manifest", "inspect", name("two:1")).succeeds().out())
                .startsWith("{\n\t\"schemaVersion\": 2,\n\t\"mediaType\": ")
                .contains("\t\t\t\"digest\": \"sha256:")
                .endsWith("\t]\n}\n");
        assertThat(sampan().run("manifest", "inspect", name("none:1")).err())
                .isEqualTo("no such manifest: " + name("none:1") + "\n");
        assertThat(sampan().run("manifest", "inspect", "--help").succeeds().out())
                .contains("MANIFEST", "--insecure");
        assertThat(sampan().run("images", "-q", name("two")).out()).isEmpty();
    }

    @Test
    void anInterruptedPullEndsAtOnceAndLeavesNothing() throws IOException, InterruptedException {
        try (HostileRegistry stalling = new HostileRegistry()) {
            var begun = new java.util.concurrent.CountDownLatch(1);
            stalling.onBlob(HostileRegistry.LAYER, exchange -> {
                exchange.sendResponseHeaders(200, HostileRegistry.LAYER.length);
                exchange.getResponseBody().write(HostileRegistry.LAYER, 0, 1000);
                exchange.getResponseBody().flush();
                begun.countDown();
                try {
                    Thread.sleep(30_000);
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
            ProcessBuilder command = sampan().command("pull", "-q", stalling.name());
            // What starts the tests in the background may have made them ignore it.
            command.command().addAll(0, List.of("env", "--default-signal=INT"));
            Process pull = command.start();
            assertThat(begun.await(Sampan.LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
            DockerRegistry.run("kill", "-INT", String.valueOf(pull.pid()));
            assertThat(Patience.ends(pull)).isTrue();
            assertThat(pull.exitValue()).isEqualTo(130);
            await().untilAsserted(() -> {
                try (var layers = Files.list(sampan().dataRoot().resolve("layers"))) {
                    assertThat(layers)
                            .noneMatch(layer -> layer.getFileName().toString().startsWith("tmp-"));
                }
            });
        }
    }

    @Test
    void anotherPlatformIsNotTakenForThisOne() {
        assertThat(sampan().run("pull", "--platform", "linux/s390x", name("two:1"))
                        .err())
                .contains(
                        "was found but does not match the specified platform: wanted linux/s390x, actual: linux/amd64");
        assertThat(sampan().run("pull", "UPPER").err())
                .isEqualTo("invalid reference format: repository name (library/UPPER) must be lowercase\n");
    }
}
