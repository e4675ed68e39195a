package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where names lead: mirrors and blocks of {@code registries.conf}, certificates, proxies; what registries may ask of a push. */
@ExtendWith(LeakCheck.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RegistryRulesTest {
    @TempDir
    static Path work;

    private final Sampan sampan = Sampan.fresh();

    @BeforeEach
    void noRules() throws IOException {
        rules("");
    }

    @AfterAll
    void end() {
        sampan.close();
    }

    private static void rules(String text) throws IOException {
        Files.writeString(work.resolve("registries.conf"), text);
    }

    private Sampan.Result run(String... words) {
        return run(Map.of(), words);
    }

    private Sampan.Result run(Map<String, String> variables, String... words) {
        ProcessBuilder command = sampan.command(words);
        command.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
        command.environment()
                .put(
                        "CONTAINERS_REGISTRIES_CONF",
                        work.resolve("registries.conf").toString());
        command.environment().putAll(variables);
        return Sampan.finish(new byte[0], command);
    }

    private void pushed(String name) {
        run("tag", EngineTest.BUSYBOX, name).succeeds();
        run("push", "-q", name).succeeds();
        run("rmi", name).succeeds();
    }

    @Test
    void aMirrorIsAskedFirstAndTheRegistryItselfWhenItHasNot() throws IOException {
        try (DockerRegistry mirror = DockerRegistry.bare();
                DockerRegistry own = DockerRegistry.bare()) {
            pushed(mirror.name("hub/tools/here:1"));
            pushed(own.name("tools/there:1"));
            rules("""
                    [[registry]]
                    prefix = "registry.example.test"
                    location = "%s"
                    [[registry.mirror]]
                    location = "%s/hub"
                    """.formatted(own.host(), mirror.host()));
            for (String name : List.of("registry.example.test/tools/here:1", "registry.example.test/tools/there:1")) {
                run("pull", "-q", name).succeeds();
                run("run", "--rm", name, "true").succeeds();
                run("rmi", name).succeeds();
            }
            Sampan.Result nowhere = run("pull", "registry.example.test/tools/nowhere:1");
            assertThat(nowhere.code()).isEqualTo(1);
            assertThat(nowhere.err()).contains("manifest for registry.example.test/tools/nowhere:1 not found");
        }
    }

    @Test
    void aMirrorOfDaemonJsonIsAskedForDockerHubsImagesOnly() throws IOException {
        try (DockerRegistry mirror = DockerRegistry.bare();
                DockerRegistry own = DockerRegistry.bare();
                Sampan other = Sampan.fresh()) {
            pushed(mirror.name("library/mirrored:1"));
            pushed(mirror.name("tools/mirrored:1"));
            pushed(own.name("tools/own:1"));
            Path file = Files.writeString(
                    work.resolve("daemon.json"), "{\"registry-mirrors\": [\"http://" + mirror.host() + "\"]}");
            Process daemon = other.start(
                    "--data-root",
                    other.dataRoot().toString(),
                    "--exec-root",
                    other.execRoot().toString(),
                    "daemon",
                    "--config-file",
                    file.toString());
            try {
                await().until(() -> Files.exists(other.execRoot().resolve("front.sock")));
                for (String name : List.of("mirrored:1", "tools/mirrored:1", own.name("tools/own:1"))) {
                    other.run("pull", "-q", name).succeeds();
                    other.run("run", "--rm", "--network", "none", name, "true").succeeds();
                }
                assertThat(other.run("info", "--format", "{{.RegistryConfig.Mirrors}}")
                                .line())
                        .contains("http://" + mirror.host());
            } finally {
                daemon.destroy();
                daemon.onExit().join();
            }
        }
    }

    @Test
    void aFileOfRulesThatSomebodyNamedHasToBeThere() throws IOException {
        Path file = work.resolve("registries.conf");
        Files.delete(file);
        String missing =
                "loading registries configuration \"" + file + "\": open " + file + ": no such file or directory";
        ProcessBuilder skopeo =
                new ProcessBuilder("skopeo", "--registries-conf", file.toString(), "inspect", "docker://127.0.0.1:1/x");
        assertThat(Sampan.finish(new byte[0], skopeo).err().replace("\\", "")).contains(missing);
        assertThat(run("pull", "127.0.0.1:1/x").err()).contains(missing);
        run("tag", EngineTest.BUSYBOX, "127.0.0.1:1/x").succeeds();
        assertThat(run("push", "127.0.0.1:1/x").err()).contains(missing);
        run("rmi", "127.0.0.1:1/x").succeeds();
    }

    @Test
    void whatIsBlockedIsNotAsked() throws IOException {
        try (HostileRegistry blocked = new HostileRegistry()) {
            rules("[[registry]]\nlocation = \"" + blocked.host() + "\"\nblocked = true\n");
            assertThat(run("pull", blocked.name()).err())
                    .contains("registry " + blocked.host() + " is blocked in registries.conf");
            run("tag", EngineTest.BUSYBOX, blocked.name()).succeeds();
            assertThat(run("push", blocked.name()).err()).contains("is blocked in registries.conf");
            run("rmi", blocked.name()).succeeds();
            assertThat(blocked.seen()).isEmpty();
        }
        rules("[[registry]\n");
        assertThat(run("pull", "x").err()).contains("registries.conf");
    }

    @Test
    void aRegistryThatWantsToSeeACertificateIsShownThatOfItsFolder() throws IOException {
        DockerRegistry.certificate("client", work.resolve("client.key"), work.resolve("client.cert"));
        try (DockerRegistry registry = DockerRegistry.forClientsOf(work.resolve("client.cert"))) {
            String name = registry.name("tls/box:1");
            Path certificates = Path.of("/etc/docker/certs.d", registry.host());
            Files.createDirectories(certificates);
            try {
                Files.copy(registry.authority(), certificates.resolve("ca.crt"));
                run("tag", EngineTest.BUSYBOX, name).succeeds();
                for (int again = 0; again < 5; again++) { // how the refusal arrives is a matter of luck
                    assertThat(run("push", "-q", name).err())
                            .endsWith(
                                    "tls: the registry wants a client certificate, and there is none for it in certs.d\n");
                }
                Files.copy(work.resolve("client.cert"), certificates.resolve("client.cert"));
                assertThat(run("push", "-q", name).err())
                        .contains("missing key client.key for client certificate client.cert");
                Files.copy(work.resolve("client.key"), certificates.resolve("client.key"));
                run("push", "-q", name).succeeds();
                run("pull", "-q", name).succeeds();
            } finally {
                Sampan.delete(certificates);
                run("rmi", name);
            }
        }
    }

    @Test
    void theCallersProxyBringsItToRegistriesThatAreNotOfThisMachine() throws IOException {
        rules("[[registry]]\nlocation = \"registry.example.test:5000\"\ninsecure = true\n");
        String name = "registry.example.test:5000/far/box:1";
        run("tag", EngineTest.BUSYBOX, name).succeeds();
        try {
            for (boolean tls : new boolean[] {false, true}) {
                try (DockerRegistry registry = tls ? DockerRegistry.withTls() : DockerRegistry.bare();
                        TestProxy proxy = new TestProxy(registry.port())) {
                    throughProxy(name, proxy, tls);
                }
            }
        } finally {
            run("rmi", name).succeeds();
        }
    }

    private void throughProxy(String name, TestProxy proxy, boolean tls) throws IOException {
        Map<String, String> both = Map.of("HTTP_PROXY", proxy.address(), "https_proxy", proxy.address());
        Sampan.Result pushed = run(both, "push", "-q", name);
        if (tls) { // its users are others; but it was asked
            assertThat(pushed.err()).contains("no basic auth credentials");
        } else {
            pushed.succeeds();
            run(both, "pull", "-q", name).succeeds();
            assertThat(proxy.asked()).anyMatch(line -> line.contains("http://registry.example.test:5000/v2/"));
        }
        assertThat(proxy.asked()).anyMatch(line -> line.startsWith("CONNECT registry.example.test:5000 "));
        int before = proxy.asked().size();
        Map<String, String> none =
                Map.of("HTTP_PROXY", proxy.address(), "HTTPS_PROXY", proxy.address(), "NO_PROXY", ".example.test");
        assertThat(run(none, "push", "-q", name).err()).contains("no such host");
        assertThat(proxy.asked()).hasSize(before);
        try (DockerRegistry near = DockerRegistry.bare()) {
            run("tag", EngineTest.BUSYBOX, near.name("near:1")).succeeds();
            run(both, "push", "-q", near.name("near:1")).succeeds();
            run("rmi", near.name("near:1")).succeeds();
        }
        assertThat(proxy.asked()).hasSize(before);
    }

    /** Nor is anything tried without TLS when the certificate is not good: the proxy would be asked for an address with http. */
    @Test
    void cve20145277ARegistryWithoutTlsHearsNothingInPlain() throws IOException {
        String name = "registry.example.test:5000/far/box:1";
        run("tag", EngineTest.BUSYBOX, name).succeeds();
        try {
            for (boolean tls : new boolean[] {false, true}) {
                try (DockerRegistry registry = tls ? DockerRegistry.withTls() : DockerRegistry.bare();
                        TestProxy proxy = new TestProxy(registry.port())) {
                    Map<String, String> both = Map.of("HTTP_PROXY", proxy.address(), "HTTPS_PROXY", proxy.address());
                    for (String words : List.of(
                            "push -q " + name,
                            "pull -q " + name,
                            "manifest inspect " + name,
                            "search registry.example.test:5000/x",
                            "login -u alice -p secret registry.example.test:5000")) {
                        Sampan.Result result = run(both, words.split(" "));
                        assertThat(result.code()).as(words).isEqualTo(1);
                        assertThat(result.err()).as(words).contains("tls: ");
                    }
                    assertThat(proxy.asked()).isNotEmpty().allMatch(line -> line.startsWith("CONNECT "));
                }
            }
        } finally {
            run("rmi", name).succeeds();
        }
    }

    @Test
    void aRegistryThatAsksForChunksGetsThemInOrder() throws IOException {
        byte[] big = new byte[20 << 20];
        new java.util.Random(7).nextBytes(big);
        byte[] layer = HostileTar.withShell().file("big", big, 0644).bytes();
        List<String> seen = new ArrayList<>();
        try (HostileRegistry registry = new HostileRegistry()) {
            acceptChunks(registry, seen);
            String name = registry.host() + "/chunks:1";
            Sampan.finish(ArchivedImages.docker(name, layer).bytes(), sampan.command("load"))
                    .succeeds();
            try {
                run("push", "-q", name).succeeds();
            } finally {
                run("rmi", name);
            }
        }
        assertThat(seen).hasSizeGreaterThan(2);
        long next = 0;
        for (String range : seen) {
            assertThat(range).startsWith(next + "-");
            next = Long.parseLong(range.substring(range.indexOf('-') + 1)) + 1;
        }
        assertThat(next).isGreaterThan(big.length);
    }

    /** Takes every upload, and wants its chunks to have a megabyte at least. */
    private static void acceptChunks(HostileRegistry registry, List<String> seen) {
        HostileRegistry.Answer created = HostileRegistry.bytes(201, "text/plain", new byte[0]);
        registry.on("/v2/chunks/blobs/uploads/", exchange -> {
            exchange.getResponseHeaders().set("OCI-Chunk-Min-Length", String.valueOf(1 << 20));
            exchange.getResponseHeaders().set("Location", "/v2/chunks/blobs/uploads/one");
            exchange.sendResponseHeaders(202, -1);
        });
        registry.on("/v2/chunks/blobs/uploads/one", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestMethod().equals("PATCH")) {
                seen.add(exchange.getRequestHeaders().getFirst("Content-Range"));
                exchange.getResponseHeaders().set("Location", "/v2/chunks/blobs/uploads/one");
                exchange.sendResponseHeaders(202, -1);
            } else {
                created.to(exchange);
            }
        });
        registry.on("/v2/chunks/manifests/1", exchange -> {
            exchange.getRequestBody().readAllBytes();
            created.to(exchange);
        });
    }

    @Test
    void withoutTheApiForReferrersTheTagIsLookedAt() throws IOException {
        assertThat(run("image", "referrers", "--help").succeeds().out()).contains("--artifact-type", "--format");
        try (DockerRegistry registry = DockerRegistry.bare()) { // knows the tag only
            String name = registry.name("signed:1");
            pushed(name);
            assertThat(run("image", "referrers", "--format", "{{.Digest}}", name)
                            .succeeds()
                            .out())
                    .isEmpty();
            ProcessBuilder keys = sampan.command("image", "keygen", "pair").directory(work.toFile());
            keys.environment().put("COSIGN_PASSWORD", "");
            Sampan.finish(new byte[0], keys).succeeds();
            ProcessBuilder sign =
                    sampan.command("image", "sign", "--key", "pair.key", name).directory(work.toFile());
            sign.environment().put("COSIGN_PASSWORD", "");
            Sampan.finish(new byte[0], sign).succeeds();
            assertThat(run("image", "referrers", "--format", "{{.ArtifactType}} {{.MediaType}}", name)
                            .succeeds()
                            .line())
                    .isEqualTo(
                            "application/vnd.dev.cosign.artifact.sig.v1+json application/vnd.oci.image.manifest.v1+json");
            assertThat(run("image", "referrers", name).out())
                    .startsWith("DIGEST")
                    .contains("ARTIFACT TYPE");
            assertThat(run("image", "referrers", "--artifact-type", "x", "--format", "json", name)
                            .out())
                    .isEmpty();
            assertThat(run("image", "referrers", registry.name("none:1")).code())
                    .isEqualTo(1);
        }
    }

    @Test
    void aRegistryOfOciOneDotOneIsAskedForReferrers() {
        try (HostileRegistry registry = new HostileRegistry()) {
            String digest = HostileRegistry.digest(HostileRegistry.manifest(
                    HostileRegistry.LAYER.length, HostileRegistry.digest(HostileRegistry.LAYER), ""));
            registry.on(
                    "/v2/evil/referrers/" + digest,
                    HostileRegistry.bytes(
                            200,
                            "application/vnd.oci.image.index.v1+json",
                            ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":["
                                            + "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":7,\"artifactType\":\"text/sbom\",\"digest\":\""
                                            + digest + "\"}]}")
                                    .getBytes(UTF_8)));
            assertThat(run("image", "referrers", "--format", "{{.ArtifactType}} {{.Size}}", registry.name())
                            .succeeds()
                            .line())
                    .isEqualTo("text/sbom 7");
        }
    }
}
