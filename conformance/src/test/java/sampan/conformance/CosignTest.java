package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Cosign itself is the other side of {@code image keygen}, {@code sign} and {@code verify}, where it is installed (Debian has it from version 13 on). It asks nobody on the Internet. */
@ExtendWith(LeakCheck.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CosignTest {
    private static final String ANYTHING = "{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}";

    @TempDir
    static Path work;

    private final Sampan sampan = Sampan.fresh();
    private final DockerRegistry registry = DockerRegistry.bare();
    private boolean third;

    @BeforeAll
    void makeKeys() throws IOException {
        boolean installed = false;
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            installed |= Files.isExecutable(Path.of(folder, "cosign"));
        }
        assumeTrue(installed, "cosign is not installed");
        third = cosign("sign", "--help").out().contains("--use-signing-config");
        policy(ANYTHING);
        run("image", "keygen", "ours").succeeds();
        cosign("generate-key-pair", "--output-key-prefix", "cosigns").succeeds();
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

    private Sampan.Result run(String... arguments) {
        return finish(sampan.command(arguments));
    }

    private Sampan.Result cosign(String... arguments) {
        List<String> line = new ArrayList<>(List.of("cosign"));
        line.addAll(List.of(arguments));
        return finish(new ProcessBuilder(line));
    }

    private static Sampan.Result finish(ProcessBuilder command) {
        command.directory(work.toFile());
        command.environment().put("COSIGN_PASSWORD", "secret");
        command.environment().put("HOME", work.toString());
        command.environment()
                .put("SAMPAN_SIGNATURE_POLICY", work.resolve("policy.json").toString());
        return Sampan.finish(new byte[0], command);
    }

    /** As the second version signs, which the third can as well. */
    private Sampan.Result cosignSign(String key, String name) {
        List<String> line = new ArrayList<>(List.of("sign", "--yes", "--key", key, "--tlog-upload=false"));
        if (third) {
            line.addAll(List.of("--use-signing-config=false", "--new-bundle-format=false"));
        }
        line.add(name);
        return cosign(line.toArray(String[]::new));
    }

    private Sampan.Result cosignVerify(String key, String name) {
        return cosign("verify", "--key", key, "--insecure-ignore-tlog=true", name);
    }

    /** A new image in the registry. */
    private String pushed(String repository) {
        String name = registry.name(repository) + ":1";
        byte[] tar = HostileTar.withShell().file("said", repository).bytes();
        sampan.runWith(ArchivedImages.docker(name, tar).bytes(), "load")
                .succeeds(); // by the engine that keygen started
        String digest = run("push", name).succeeds().out().replaceAll("(?s).*digest: (sha256:[0-9a-f]{64}).*", "$1");
        run("rmi", name).succeeds();
        return registry.name(repository) + "@" + digest;
    }

    @Test
    void cosignVerifiesWhatEitherKeyHasSignedHere() {
        String name = pushed("ours");
        assertThat(cosignVerify("ours.pub", name).code()).isNotZero();
        run("image", "sign", "--key", "ours.key", name).succeeds();
        assertThat(cosignVerify("ours.pub", name).succeeds().out()).contains(name.substring(name.indexOf('@') + 1));
        assertThat(cosignVerify("cosigns.pub", name).code()).isNotZero();
        run("image", "sign", "--key", "cosigns.key", name).succeeds();
        cosignVerify("cosigns.pub", name).succeeds();
        cosignVerify("ours.pub", name).succeeds();
    }

    /** As version 3 signs without more ado, but for the transparency log, which is elsewhere. */
    @Test
    void aBundleOfCosignsIsVerifiedBesideOtherSignatures() throws IOException {
        assumeTrue(third, "cosign is older than version 3");
        String name = pushed("bundles");
        cosign("sign", "--yes", "--key", "cosigns.key", "--tlog-upload=false", "--use-signing-config=false", name)
                .succeeds();
        String digest = name.substring(name.indexOf("sha256:") + "sha256:".length());
        assertThat(run("image", "verify", "--key", "cosigns.pub", name)
                        .succeeds()
                        .out())
                .contains("\"_type\":\"https://in-toto.io/Statement/v1\"", "\"sha256\":\"" + digest + "\"");
        assertThat(run("image", "verify", "--key", "ours.pub", name).code()).isEqualTo(1);
        run("image", "sign", "--key", "ours.key", name).succeeds();
        run("image", "verify", "--key", "ours.pub", name).succeeds();
        run("image", "verify", "--key", "cosigns.pub", name).succeeds();
        String attested = pushed("attested");
        Files.writeString(work.resolve("predicate"), "{}");
        cosign(
                        "attest",
                        "--yes",
                        "--key",
                        "cosigns.key",
                        "--tlog-upload=false",
                        "--use-signing-config=false",
                        "--predicate",
                        "predicate",
                        attested)
                .succeeds();
        assertThat(run("image", "verify", "--key", "cosigns.pub", attested).err())
                .as("an attestation is no signature")
                .contains("no matching signatures");
    }

    @Test
    void whatCosignHasSignedIsVerifiedAndPulledHere() throws IOException {
        String name = pushed("cosigns");
        cosignSign("cosigns.key", name).succeeds();
        run("image", "verify", "--key", "cosigns.pub", name).succeeds();
        assertThat(run("image", "verify", "--key", "ours.pub", name).code()).isEqualTo(1);
        cosignSign("ours.key", name).succeeds(); // with the private key made here
        run("image", "verify", "--key", "ours.pub", name).succeeds();
        String unsigned = pushed("unsigned");
        policy("{\"default\":[{\"type\":\"reject\"}],\"transports\":{\"docker\":{\"" + registry.host()
                + "\":[{\"type\":\"sigstoreSigned\",\"keyPath\":\"" + work.resolve("cosigns.pub")
                + "\",\"signedIdentity\":{\"type\":\"matchRepository\"}}]}}}");
        assertThat(run("pull", unsigned).err()).contains("Source image rejected: A signature was required");
        run("pull", "-q", name).succeeds();
        policy(ANYTHING);
        run("rmi", name).succeeds();
    }
}
