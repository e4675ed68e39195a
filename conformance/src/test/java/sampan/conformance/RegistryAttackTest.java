package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that lie, stall, lead astray and ask for what is not theirs. Nothing of theirs stays, and no password reaches another origin. */
final class RegistryAttackTest extends EngineTest {
    private static final byte[] LAYER = HostileRegistry.LAYER;
    private static final String PASSWORD = "secret-of-alice";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString(("alice:" + PASSWORD).getBytes(UTF_8));

    private HostileRegistry registry = new HostileRegistry();
    private HostileRegistry stranger = new HostileRegistry();

    @TempDir
    Path home;

    /** Or a slow start of it would be told among the errors. */
    @BeforeEach
    void anEngineIsThere() {
        sampan().run("version").succeeds();
    }

    @AfterEach
    void nothingOfItIsLeft() throws IOException {
        sampan().run("rmi", "-f", registry.name());
        assertThat(sampan().run("images", "-q").out().lines()).hasSize(1);
        await().untilAsserted(() -> {
            try (Stream<Path> layers = Files.list(sampan().dataRoot().resolve("layers"))) {
                assertThat(layers).hasSize(1);
            }
        });
        assertThat(stranger.seen()).noneMatch(request -> request.contains(BASIC) || request.contains(PASSWORD));
        registry.close();
        stranger.close();
        registry = new HostileRegistry();
        stranger = new HostileRegistry();
    }

    @AfterAll
    void endRegistries() {
        registry.close();
        stranger.close();
    }

    /** As somebody who has logged in to the registry. */
    private Sampan.Result pull(String... more) throws IOException {
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(
                home.resolve(".docker/config.json"),
                "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"" + BASIC.substring(6) + "\"}}}");
        List<String> words = new java.util.ArrayList<>(List.of("pull", "-q", registry.name()));
        words.addAll(List.of(more));
        ProcessBuilder command = sampan().command(words.toArray(String[]::new));
        command.environment().put("HOME", home.toString());
        command.environment().remove("DOCKER_CONFIG");
        Process process = command.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Sampan.Result(process.onExit().join().exitValue(), out, err);
    }

    private void refuses(String why) throws IOException {
        Sampan.Result pull = pull();
        assertThat(pull.code()).as(pull.err()).isEqualTo(1);
        assertThat(pull.err()).startsWith("Error response from daemon: ").contains(why);
        assertThat(pull.err().lines()).hasSizeLessThan(3);
    }

    @Test
    void anHonestImageIsTaken() throws IOException {
        pull().succeeds();
        assertThat(sampan().run("run", "--rm", registry.name(), "/bin/sh", "-c", "cat /said")
                        .out())
                .isEqualTo("hostile");
    }

    /** Nothing is asked for beforehand, and an address in the manifest of an ordinary layer is none to go to. */
    @Test
    void cve202635527NobodyElseIsAskedForWhatTheRegistryHas() throws IOException {
        registry.manifest(HostileRegistry.manifest(
                LAYER.length, HostileRegistry.digest(LAYER), ",\"urls\":[\"" + stranger.address() + "/meta-data\"]"));
        pull().succeeds();
        registry.onBlob(LAYER, HostileRegistry.bytes(404, "application/json", "{}".getBytes(UTF_8)));
        sampan().run("rmi", "-f", registry.name()).succeeds();
        assertThat(pull().code()).isEqualTo(1);
        assertThat(stranger.seen()).isEmpty();
    }

    /** STORE-006: no file system that an image brings is ever mounted. */
    @ParameterizedTest
    @ValueSource(strings = {"application/vnd.erofs.layer.v1", "application/vnd.oci.image.layer.v1.squashfs"})
    void store006AnImagesFileSystemIsNotMounted(String type) throws IOException {
        byte[] layer = new byte[8192]; // with the magic number of erofs in its place
        java.nio.ByteBuffer.wrap(layer).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(1024, 0xe0f5e1e2);
        String manifest = new String(HostileRegistry.manifest(layer.length, HostileRegistry.digest(layer), ""), UTF_8);
        registry.onBlob(layer, HostileRegistry.bytes(200, "application/octet-stream", layer));
        registry.manifest(
                manifest.replace("application/vnd.oci.image.layer.v1.tar", type).getBytes(UTF_8));
        assertThat(pull().code()).isEqualTo(1);
    }

    /** The digest of a manifest is held against what was authorised at each hop, also when a name is asked for again. */
    @Test
    void cve202648769WhatATagLeadsToIsCheckedAgainEachTime() throws IOException {
        pull().succeeds();
        String first = sampan().run("inspect", "-f", "{{.Id}}", registry.name()).line();
        byte[] other = "another manifest".getBytes(UTF_8);
        registry.on("/v2/evil/manifests/1", exchange -> {
            exchange.getResponseHeaders().set("Docker-Content-Digest", HostileRegistry.digest(other));
            HostileRegistry.bytes(
                            200, "application/vnd.oci.image.manifest.v1+json", "{\"schemaVersion\":2}".getBytes(UTF_8))
                    .to(exchange);
        });
        refuses("manifest verification failed");
        assertThat(sampan().run("inspect", "-f", "{{.Id}}", registry.name()).line())
                .isEqualTo(first);
    }

    // What it sends

    @Test
    void cve202233542CVE202224778ALayerWithOtherBytesIsRefused() throws IOException {
        byte[] other = LAYER.clone();
        other[LAYER.length - 1536] ^= 1; // in the last file
        registry.onBlob(LAYER, HostileRegistry.bytes(200, "application/octet-stream", other));
        refuses("digest");
    }

    @Test
    void aConfigurationWithOtherBytesIsRefused() throws IOException {
        byte[] other = new String(HostileRegistry.CONFIG, UTF_8)
                .replace("linux", "Linux")
                .getBytes(UTF_8);
        registry.onBlob(HostileRegistry.CONFIG, HostileRegistry.bytes(200, "application/octet-stream", other));
        refuses("digest");
    }

    @Test
    void aManifestUnderAnotherDigestIsRefused() throws IOException {
        byte[] manifest = HostileRegistry.manifest(LAYER.length, HostileRegistry.digest(LAYER), "");
        String pinned = "sha256:" + "a".repeat(64);
        registry.on("/v2/evil/manifests/" + pinned, HostileRegistry.bytes(200, "application/json", manifest));
        Sampan.Result pull = sampan().run("pull", registry.host() + "/evil@" + pinned);
        assertThat(pull.err()).contains("manifest verification failed for digest " + pinned);
        assertThat(pull.code()).isEqualTo(1);
    }

    @Test
    void aLayerThatNeverEndsIsLeftAtItsPromisedSize() throws IOException {
        registry.onBlob(LAYER, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = new byte[64 << 10];
            while (true) {
                exchange.getResponseBody().write(piece);
            }
        });
        refuses("more than the promised " + LAYER.length + " bytes");
    }

    @Test
    void aManifestThatNeverEndsIsLeftAtEightMegabytes() throws IOException {
        registry.on("/v2/evil/manifests/1", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = " ".repeat(64 << 10).getBytes(UTF_8);
            while (true) {
                exchange.getResponseBody().write(piece);
            }
        });
        refuses("the manifest is larger than 8 MiB");
    }

    @Test
    void aSizeThatIsALieIsFound() throws IOException {
        registry.manifest(HostileRegistry.manifest(LAYER.length - 512, HostileRegistry.digest(LAYER), ""));
        refuses("more than the promised");
    }

    @Test
    void aBrokenConnectionIsTakenUpWhereItBroke() throws IOException {
        List<String> ranges = new java.util.concurrent.CopyOnWriteArrayList<>();
        registry.onBlob(LAYER, exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            ranges.add(String.valueOf(range));
            int most = Math.min(LAYER.length, from + LAYER.length / 3 + 1);
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (LAYER.length - 1) + "/" + LAYER.length);
            exchange.sendResponseHeaders(from == 0 ? 200 : 206, LAYER.length - from);
            exchange.getResponseBody().write(Arrays.copyOfRange(LAYER, from, most));
        });
        pull().succeeds();
        assertThat(ranges.size()).isBetween(3, 6);
        assertThat(ranges).anyMatch(range -> range.startsWith("bytes="));
    }

    @Test
    void aServerInTroubleIsAskedAgain() throws IOException {
        var count = new java.util.concurrent.atomic.AtomicInteger();
        registry.onBlob(LAYER, exchange -> {
            int status = count.incrementAndGet() < 3 ? 503 : 200;
            HostileRegistry.bytes(status, "application/octet-stream", LAYER).to(exchange);
        });
        pull().succeeds();
        assertThat(count).hasValue(3);
    }

    Stream<Arguments> cve202141190() {
        String both = new String(HostileRegistry.manifest(LAYER.length, HostileRegistry.digest(LAYER), ""), UTF_8);
        String index = "application/vnd.oci.image.index.v1+json";
        String manifest = "application/vnd.oci.image.manifest.v1+json";
        return Stream.of(
                Arguments.of(manifest, both.replace("\"layers\"", "\"manifests\":[],\"layers\""), "must not have"),
                Arguments.of(index, both, "calls itself"),
                Arguments.of(manifest, both.replace("\"layers\"", "\"Layers\":[],\"layers\""), "two spellings"),
                Arguments.of(manifest, both.replace("\"layers\"", "\"layers\":[],\"layers\""), "Duplicate"),
                Arguments.of(manifest, "[".repeat(100_000), "JSON"),
                Arguments.of(manifest, "{}", "schemaVersion"),
                Arguments.of(manifest, both.replace("sha256:", "sha256:../../"), "digest"),
                Arguments.of(manifest, both.replace("image.config", "cncf.helm.config"), "unsupported media type"),
                Arguments.of(
                        "application/vnd.docker.distribution.manifest.v1+prettyjws",
                        "{\"schemaVersion\":1,\"fsLayers\":[]}",
                        "schema 1 is not supported"));
    }

    @ParameterizedTest
    @MethodSource("cve202141190")
    void cve202141190CVE20243727ADocumentThatCanBeReadInTwoWaysIsRefused(String type, String text, String why)
            throws IOException {
        registry.manifest(type, text.getBytes(UTF_8));
        refuses(why);
    }

    // Where it leads

    @Test
    void blobsMayLieElsewhereButNobodyThereHearsWhoAsks() throws IOException {
        registry.on("/v2/evil/manifests/1", asking());
        registry.onBlob(
                LAYER,
                HostileRegistry.redirect(stranger.address() + "/v2/evil/blobs/" + HostileRegistry.digest(LAYER)));
        pull().succeeds();
        assertThat(stranger.seen()).isNotEmpty().allMatch(request -> request.endsWith(" null"));
        assertThat(registry.seen()).anyMatch(request -> request.endsWith(BASIC));
    }

    /** A manifest for alice only. */
    private static HostileRegistry.Answer asking() {
        return HostileRegistry.asking(
                "Basic realm=\"x\"",
                BASIC,
                HostileRegistry.bytes(
                        200,
                        "application/vnd.oci.image.manifest.v1+json",
                        HostileRegistry.manifest(LAYER.length, HostileRegistry.digest(LAYER), "")));
    }

    @Test
    void cve202141092AStrangerThatAsksForAPasswordGetsNone() throws IOException {
        stranger.on(
                "/blob", HostileRegistry.asking("Basic realm=\"x\"", BASIC, HostileRegistry.bytes(200, "x/y", LAYER)));
        registry.on("/v2/evil/manifests/1", asking());
        registry.onBlob(LAYER, HostileRegistry.redirect(stranger.address() + "/blob"));
        refuses("401");
    }

    @Test
    void cve202015157AForeignLayersAddressHearsNoPassword() throws IOException {
        String urls = ",\"urls\":[\"" + stranger.address() + "/blob\"]";
        String manifest = new String(HostileRegistry.manifest(LAYER.length, HostileRegistry.digest(LAYER), urls), UTF_8)
                .replace("layer.v1.tar", "layer.nondistributable.v1.tar");
        registry.manifest(manifest.getBytes(UTF_8));
        registry.onBlob(LAYER, HostileRegistry.bytes(404, "application/json", "{}".getBytes(UTF_8)));
        stranger.on(
                "/blob", HostileRegistry.asking("Basic realm=\"x\"", BASIC, HostileRegistry.bytes(200, "x/y", LAYER)));
        refuses("401");
        assertThat(stranger.seen()).isNotEmpty();
    }

    @Test
    void cve202633540ATokenServiceElsewhereIsNotToldThePassword() throws IOException {
        registry.on(
                "/v2/evil/manifests/1",
                HostileRegistry.asking(
                        "Bearer realm=\"" + stranger.address() + "/token\",service=\"s\"",
                        "Bearer t",
                        HostileRegistry.bytes(200, "x/y", new byte[1])));
        stranger.on("/token", HostileRegistry.bytes(200, "application/json", "{\"token\":\"t\"}".getBytes(UTF_8)));
        refuses("wants its password sent to another host");
        assertThat(stranger.seen()).isEmpty();
    }

    @Test
    void cve201910214ATokenServiceThatNobodyVouchesForIsNotAsked() throws IOException {
        try (DockerRegistry service = DockerRegistry.withTls()) {
            registry.on(
                    "/v2/evil/manifests/1",
                    HostileRegistry.asking(
                            "Bearer realm=\"https://" + service.host() + "/token\",service=\"s\"",
                            "Bearer t",
                            HostileRegistry.bytes(200, "x/y", new byte[1])));
            Sampan.Result pull = sampan().run("pull", "-q", registry.name());
            assertThat(pull.code()).isEqualTo(1);
            assertThat(pull.err()).contains("/token\": tls: failed to verify certificate");
        }
    }

    @Test
    void itsOwnTokenServiceIsToldThePasswordAndItsTokenIsUsed() throws IOException {
        registry.on(
                "/v2/evil/manifests/1",
                HostileRegistry.asking(
                        "Bearer realm=\"" + registry.address() + "/token\",service=\"s\"",
                        "Bearer t",
                        HostileRegistry.bytes(
                                200,
                                "application/vnd.oci.image.manifest.v1+json",
                                HostileRegistry.manifest(LAYER.length, HostileRegistry.digest(LAYER), ""))));
        registry.on("/token", HostileRegistry.bytes(200, "application/json", "{\"token\":\"t\"}".getBytes(UTF_8)));
        pull().succeeds();
        assertThat(registry.seen())
                .anyMatch(request -> request.startsWith("GET /token?account=alice&client_id=sampan&service=s&scope="
                                + "repository%3Aevil%3Apull")
                        && request.endsWith(BASIC));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "http:///token", "::", "file:///etc/passwd", "http://alice@127.0.0.1/", "http://192.0.2.1/"})
    void aTokenServiceWithoutAnAddressIsRefused(String realm) throws IOException {
        registry.on(
                "/v2/evil/manifests/1",
                HostileRegistry.asking(
                        "Bearer realm=\"" + realm + "\"", "never", HostileRegistry.bytes(200, "x/y", new byte[1])));
        refuses("names a token service that is no https address");
    }

    @Test
    void questionsWithoutEndAreAnsweredAFewTimesOnly() throws IOException {
        registry.on(
                "/v2/evil/manifests/1",
                HostileRegistry.asking("Basic realm=\"x\"", "never", HostileRegistry.bytes(200, "x/y", new byte[1])));
        refuses("401");
        assertThat(registry.seen()).hasSizeLessThan(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/again", "ftp://127.0.0.1/x", "http://192.0.2.1/x", "http://alice@127.0.0.1/x", "::", ""})
    void redirectionsThatLeadNowhereEnd(String target) throws IOException {
        registry.on("/again", HostileRegistry.redirect("/again"));
        registry.onBlob(LAYER, HostileRegistry.redirect(target));
        Sampan.Result pull = pull();
        assertThat(pull.code()).isEqualTo(1);
        assertThat(pull.err()).containsAnyOf("refused to be led", "stopped after 5 redirects");
    }
}
