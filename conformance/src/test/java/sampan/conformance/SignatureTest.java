package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code image keygen}, {@code sign} and {@code verify}, and the policy that {@code pull} and {@code run} obey; openssl is the other side. */
@ExtendWith(LeakCheck.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SignatureTest {
    private static final String ANYTHING = "{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path work;

    private final Sampan sampan = Sampan.fresh();
    private final DockerRegistry registry = DockerRegistry.bare();

    @BeforeAll
    void fill() throws IOException {
        policy(ANYTHING);
        run("image", "keygen", "pair").succeeds();
        DockerRegistry.run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", work + "/ec.pem");
        DockerRegistry.run(
                "openssl", "pkcs8", "-topk8", "-nocrypt", "-in", work + "/ec.pem", "-out", work + "/other.key");
        DockerRegistry.run("openssl", "ec", "-in", work + "/ec.pem", "-pubout", "-out", work + "/other.pub");
    }

    @BeforeEach
    void anythingGoes() throws IOException {
        policy(ANYTHING);
    }

    @AfterAll
    void end() {
        try {
            sampan.close();
        } finally {
            registry.close();
        }
    }

    private static void policy(String text) throws IOException {
        Files.writeString(work.resolve("policy.json"), text);
    }

    private static void require(String scope, String requirement) throws IOException {
        policy("{\"default\":[{\"type\":\"insecureAcceptAnything\"}],\"transports\":{\"docker\":{\"" + scope + "\":["
                + requirement + "]}}}");
    }

    private static String signedBy(String key) {
        return "{\"type\":\"sigstoreSigned\",\"keyPath\":\"" + work.resolve(key) + "\"}";
    }

    private Sampan.Result run(String... arguments) {
        ProcessBuilder command = sampan.command(arguments).directory(work.toFile());
        command.environment().put("COSIGN_PASSWORD", "secret");
        command.environment().put("SAMPAN_REGISTRIES_D", work.toString());
        command.environment()
                .put("SAMPAN_SIGNATURE_POLICY", work.resolve("policy.json").toString());
        return Sampan.finish(new byte[0], command);
    }

    /** A new image in the registry. */
    private String pushed(String repository) {
        String name = registry.name(repository) + ":1";
        byte[] tar = HostileTar.withShell().file("said", repository).bytes();
        Sampan.finish(ArchivedImages.docker(name, tar).bytes(), withPolicy(sampan.command("load")))
                .succeeds();
        run("push", "-q", name).succeeds();
        run("rmi", name).succeeds();
        return name;
    }

    private static ProcessBuilder withPolicy(ProcessBuilder command) {
        command.environment()
                .put("SAMPAN_SIGNATURE_POLICY", work.resolve("policy.json").toString());
        return command;
    }

    @Test
    void whatOneKeySignedIsVerifiedWithItsOtherHalfAndNoOther() {
        String name = pushed("signed");
        Sampan.Result none = run("image", "verify", "--key", "pair.pub", name);
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("no matching signatures");
        String digest =
                run("image", "sign", "--key", "pair.key", name).succeeds().line();
        assertThat(digest).matches(registry.name("signed") + "@sha256:[0-9a-f]{64}");
        JsonNode said = JSON.readTree(
                run("image", "verify", "--key", "pair.pub", name).succeeds().out());
        assertThat(said).hasSize(1);
        JsonNode critical = said.get(0).path("critical");
        assertThat(critical.path("identity").path("docker-reference").asString())
                .isEqualTo(name);
        assertThat(critical.path("image").path("docker-manifest-digest").asString())
                .isEqualTo(digest.substring(digest.indexOf('@') + 1));
        assertThat(critical.path("type").asString()).isEqualTo("cosign container image signature");
        assertThat(run("image", "verify", "--key", "other.pub", name).code()).isEqualTo(1);
        run("image", "sign", "--key", "other.key", name).succeeds();
        run("image", "verify", "--key", "other.pub", name).succeeds();
        run("image", "verify", "--key", "pair.pub", digest).succeeds();
    }

    @Test
    void opensslVerifiesWhatLiesWhereCosignLooksForIt() throws IOException {
        String name = pushed("plain");
        String digest = run("image", "sign", "--key", "other.key", name)
                .succeeds()
                .line()
                .replaceAll(".*sha256:", "");
        for (String tag : List.of("sha256-" + digest + ".sig", "sha256-" + digest)) {
            JsonNode found = JSON.readTree(inspect(registry.name("plain") + ":" + tag));
            if (found.has("manifests")) {
                JsonNode referrer = found.path("manifests").get(0);
                assertThat(referrer.path("artifactType").asString())
                        .isEqualTo("application/vnd.dev.cosign.artifact.sig.v1+json");
                found = JSON.readTree(inspect(
                        registry.name("plain") + "@" + referrer.path("digest").asString()));
                assertThat(found.path("subject").path("digest").asString()).isEqualTo("sha256:" + digest);
            }
            JsonNode layer = found.path("layers").get(0);
            assertThat(layer.path("mediaType").asString())
                    .isEqualTo("application/vnd.dev.cosign.simplesigning.v1+json");
            opensslVerifies(layer);
        }
    }

    private void opensslVerifies(JsonNode layer) throws IOException {
        String hex = layer.path("digest").asString().substring("sha256:".length());
        Path payload = registry.blobs().stream()
                .filter(file -> file.getParent().endsWith(hex))
                .findFirst()
                .orElseThrow();
        Path signature = work.resolve("signature");
        Files.write(
                signature,
                Base64.getDecoder()
                        .decode(layer.path("annotations")
                                .path("dev.cosignproject.cosign/signature")
                                .asString()));
        assertThat(DockerRegistry.run(
                        "openssl",
                        "dgst",
                        "-sha256",
                        "-verify",
                        work + "/other.pub",
                        "-signature",
                        signature.toString(),
                        payload.toString()))
                .contains("Verified OK");
    }

    private String inspect(String name) throws IOException {
        return registry.skopeo("inspect", "--raw", "--tls-verify=false", "docker://" + name);
    }

    @Test
    void pullAndRunObeyThePolicy() throws IOException {
        String name = pushed("guarded");
        require(registry.name("guarded"), signedBy("pair.pub"));
        assertThat(run("pull", name).err())
                .contains("Source image rejected: A signature was required, but no signature exists");
        assertThat(run("run", "--rm", name, "true").code()).isEqualTo(125);
        run("image", "sign", "--key", "other.key", name).succeeds();
        assertThat(run("pull", name).err()).contains("is by the required key and for the name " + name);
        run("image", "sign", "--key", "pair.key", name).succeeds();
        run("pull", "-q", name).succeeds();
        assertThat(run("run", "--rm", name, "cat", "/said").succeeds().out()).isEqualTo("guarded");

        require(registry.name("guarded"), "{\"type\":\"reject\"}");
        assertThat(run("run", "--rm", name, "true").err()).contains("is rejected by policy.");
        assertThat(run("pull", name).err()).contains("is rejected by policy.");
        require(registry.name("guarded"), signedBy("other.pub"));
        run("run", "--rm", name, "true").succeeds();
        sampan.killEngine();
        run("run", "--rm", name, "true").succeeds();
        require("*.example.org", "{\"type\":\"reject\"}");
        run("run", "--rm", name, "true").succeeds();
        run("rmi", name).succeeds();
    }

    @Test
    void anImagePulledWithoutASignatureIsNotRunOnceOneIsRequired() throws IOException {
        String name = pushed("late");
        run("pull", "-q", name).succeeds();
        require(registry.host(), signedBy("pair.pub"));
        Sampan.Result refused = run("run", "--rm", name, "true");
        assertThat(refused.code()).isEqualTo(125);
        assertThat(refused.err()).contains("A signature was required, but no signature exists");
        run("run", "--rm", EngineTest.BUSYBOX, "true").succeeds();
        policy("{\"default\":[{\"type\":\"reject\"}]}");
        assertThat(run("run", "--rm", EngineTest.BUSYBOX, "true").err()).contains("is rejected by policy.");
        policy(
                "{\"default\":[{\"type\":\"reject\"}],\"transports\":{\"containers-storage\":{\"\":[{\"type\":\"insecureAcceptAnything\"}]}}}");
        run("run", "--rm", EngineTest.BUSYBOX, "true").succeeds();
        policy(ANYTHING);
        run("rmi", name).succeeds();
    }

    @Test
    void aSignatureForAnotherNameIsNone() throws IOException {
        String name = pushed("mine");
        run("image", "sign", "--key", "pair.key", name).succeeds();
        String moved = registry.name("mine") + ":old";
        skopeoCopy(name, moved);
        require(registry.host(), signedBy("pair.pub"));
        assertThat(run("pull", moved).err()).contains("for the name " + moved);
        require(
                registry.host(),
                signedBy("pair.pub").replace("}", ",\"signedIdentity\":{\"type\":\"matchRepository\"}}"));
        run("pull", "-q", moved).succeeds();
        run("rmi", moved).succeeds();
    }

    @Test
    void aPolicyThatCannotBeUnderstoodForbidsEverything() throws IOException {
        String name = pushed("unclear");
        for (String text : List.of(
                "{",
                "{}",
                "{\"default\":[]}",
                "{\"default\":[{\"type\":\"maybe\"}]}",
                "{\"default\":[{\"type\":\"signedBy\",\"keyType\":\"GPGKeys\",\"keyPath\":\"/x\"}]}",
                "{\"default\":[{\"type\":\"signedBy\",\"keyType\":\"GPGKeys\",\"keyData\":\"bm8ga2V5\"}]}",
                "{\"default\":[{\"type\":\"insecureAcceptAnything\"}],\"transport\":{}}")) {
            policy(text);
            assertThat(run("pull", name).code()).as(text).isEqualTo(1);
            assertThat(run("run", "--rm", EngineTest.BUSYBOX, "true").code())
                    .as(text)
                    .isEqualTo(125);
        }
    }

    @Test
    void keysThatAreNoneAreRefused() throws IOException {
        String name = registry.name("none") + ":1";
        Files.write(work.resolve("no.key"), "no key".getBytes(UTF_8));
        assertThat(run("image", "sign", "--key", "no.key", name).err()).contains("invalid key: no PEM block");
        assertThat(run("image", "verify", "--key", "other.key", name).err())
                .contains("not a public key but a \"PRIVATE KEY\"");
        assertThat(run("image", "sign", "--key", "nosuch", name).err()).contains("no such file");
        assertThat(run("image", "sign", name).err()).contains("with which key?");
        assertThat(run("image", "keygen", "pair").err()).contains("pair.key is there already");
        ProcessBuilder wrong = withPolicy(sampan.command("image", "sign", "--key", "pair.key", name))
                .directory(work.toFile());
        wrong.environment().put("COSIGN_PASSWORD", "wrong");
        assertThat(Sampan.finish(new byte[0], wrong).err()).contains("wrong password");
        assertThat(run("image", "sign", "--help").succeeds().out()).contains("--key", "COSIGN_PASSWORD");
        assertThat(run("image", "verify", "--help").succeeds().out()).contains("--key");
        assertThat(run("image", "keygen", "--help").succeeds().out()).contains("NAME.key");
    }

    @Test
    void whatSkopeoSignedWithGpgIsTakenWhereThatKeyIsRequired() throws IOException {
        String name = pushed("gpg");
        Files.writeString(
                work.resolve("lookaside.yaml"),
                "docker:\n  " + registry.host() + ":\n    sigstore: file://" + work
                        + "/sigstore\n    sigstore-staging: file://" + work + "/sigstore\n");
        try (Gpg alice = new Gpg(work.resolve("alice"));
                Gpg mallory = new Gpg(work.resolve("mallory"))) {
            String required =
                    "{\"type\":\"signedBy\",\"keyType\":\"GPGKeys\",\"keyPath\":\"" + alice.publicKey() + "\"}";
            require(registry.name("gpg"), required);
            assertThat(run("pull", name).err())
                    .contains("Source image rejected: A signature was required, but no signature exists");
            signedWithSkopeo(name, name, mallory);
            assertThat(run("pull", name).err()).contains("is by the required key and for the name " + name);
            signedWithSkopeo(name, name, alice);
            run("pull", "-q", name).succeeds();
            assertThat(run("run", "--rm", name, "cat", "/said").succeeds().out())
                    .isEqualTo("gpg");
            sampan.killEngine();
            run("run", "--rm", name, "true").succeeds();
            require(
                    registry.name("gpg"),
                    required.replace(
                            alice.publicKey().toString(), mallory.publicKey().toString()));
            run("run", "--rm", name, "true").succeeds();
            require(registry.name("gpg"), signedBy("pair.pub"));
            assertThat(run("run", "--rm", name, "true").code()).isEqualTo(125);
            String other = registry.name("gpg") + ":other";
            skopeoCopy(name, other);
            require(registry.name("gpg"), required);
            assertThat(run("pull", other).err()).contains("for the name " + other);
        } finally {
            Files.delete(work.resolve("lookaside.yaml"));
            policy(ANYTHING);
            run("rmi", name);
        }
    }

    private void signedWithSkopeo(String from, String to, Gpg signer) throws IOException {
        DockerRegistry.run(
                "env",
                "GNUPGHOME=" + signer.home(),
                "skopeo",
                "--registries.d",
                work.toString(),
                "copy",
                "--insecure-policy",
                "--sign-by",
                Gpg.IDENTITY,
                "--src-tls-verify=false",
                "--dest-tls-verify=false",
                "docker://" + from,
                "docker://" + to);
    }

    private void skopeoCopy(String from, String to) throws IOException {
        registry.skopeo(
                "copy",
                "--insecure-policy",
                "--src-tls-verify=false",
                "--dest-tls-verify=false",
                "docker://" + from,
                "docker://" + to);
    }
}
