package sampan.oci.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;

/** A bundle that cosign 3.1.1 itself has made: {@code sign --key}, without a transparency log. */
final class SigstoreBundleTest {
    private static final String IMAGE = "sha256:bf475cf6d28b2c35d383d8d4bac5fc7fe2802bf854eb550f1f5e364fc4039aac";

    private static String file(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(SigstoreBundleTest.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }

    private static VerificationKey key() throws IOException {
        return VerificationKey.parse(file("cosign-3.1.1.bundle.pub").getBytes(UTF_8));
    }

    private static Optional<SignedStatement> read(String bundle) {
        return SigstoreBundle.read(bundle.getBytes(UTF_8));
    }

    /** The bundle with another payload. */
    private static String changed(String from, String to) throws IOException {
        String bundle = file("cosign-3.1.1.bundle");
        String payload = bundle.replaceAll("(?s).*\"payload\":\"([^\"]*)\".*", "$1");
        String said = new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8);
        assertThat(said).contains(from);
        return bundle.replace(
                payload,
                Base64.getEncoder().encodeToString(said.replace(from, to).getBytes(UTF_8)));
    }

    @Test
    void itsKeyVouchesForThatImageAndNoOther() throws IOException {
        SignedStatement statement = read(file("cosign-3.1.1.bundle")).orElseThrow();
        assertThat(statement.isOf(Digest.parse(IMAGE), key())).isTrue();
        assertThat(statement.isOf(Digest.sha256("other".getBytes(UTF_8)), key()))
                .isFalse();
        VerificationKey other =
                VerificationKey.parse(SigningKey.generate("").publicKey().getBytes(UTF_8));
        assertThat(statement.isOf(Digest.parse(IMAGE), other)).isFalse();
        assertThat(new String(statement.text(), UTF_8)).startsWith("{\"_type\":\"https://in-toto.io/Statement/v1\"");
        SignedStatement kept = new SignedStatement(statement.payload(), statement.signature());
        assertThat(kept.isOf(Digest.parse(IMAGE), key())).isTrue();
    }

    @Test
    void whatWasChangedIsNotWhatTheKeySigned() throws IOException {
        String other = "0".repeat(64);
        SignedStatement changed =
                read(changed(IMAGE.substring("sha256:".length()), other)).orElseThrow();
        assertThat(changed.isAbout(Digest.parse("sha256:" + other))).isTrue();
        assertThat(changed.isOf(Digest.parse("sha256:" + other), key())).isFalse();
        assertThat(changed.isOf(Digest.parse(IMAGE), key())).isFalse();
    }

    /** Whoever signs a bill of materials has not signed the image. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sigstore.dev/cosign/sign/v1|https://spdx.dev/Document",
                "https://in-toto.io/Statement/v1|https://example.com/v1",
                "\"subject\":[|\"subject\":[{\"digest\":{\"sha256\":\"00\"}},",
                "\"sha256\"|\"sha512\"",
                "{\"_type\"|[\"_type\""
            })
    void aStatementOfAnotherKindIsNoSignature(String change) throws IOException {
        String[] parts = change.split("\\|", -1);
        SignedStatement statement = read(changed(parts[0], parts[1])).orElseThrow();
        assertThat(statement.isAbout(Digest.parse(IMAGE))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"mediaType\"",
                "\"dsseEnvelope\"",
                "\"payload\"",
                "\"payloadType\"",
                "\"signatures\"",
                "\"sig\""
            })
    void aBundleThatLacksSomethingIsNone(String field) throws IOException {
        String bundle = file("cosign-3.1.1.bundle");
        assertThat(bundle).contains(field);
        assertThat(read(bundle.replaceFirst(field, "\"other\""))).isEmpty();
        assertThat(read(bundle.substring(0, bundle.length() / 2))).isEmpty();
        assertThat(read("[]")).isEmpty();
        assertThat(read("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DSSEv1 ",
                "DSSEv1 1",
                "DSSEv1 1 a",
                "DSSEv1 1 a 1 ",
                "DSSEv1 1 a 1 bc",
                "DSSEv1 01 a 1 b",
                "DSSEv1 1  1 b",
                "DSSEv1 999999999 a 1 b",
                "DSSEv1 99999999999999999999 a 1 b",
                "DSSEv1 -1 a 1 b",
                "DSSEv2 1 a 1 b",
                "{}"
            })
    void whatIsNoEnvelopeIsNone(String signed) {
        assertThat(Envelope.of(signed.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void anEnvelopeIsWhatItIsOf() {
        for (String content : new String[] {"", "b", "b 1 c", "{\"a\": 1}", "x".repeat(1000)}) {
            Envelope envelope = new Envelope("http://example.com/a b", content.getBytes(UTF_8));
            Envelope read = Envelope.of(envelope.signed()).orElseThrow();
            assertThat(read.type()).isEqualTo(envelope.type());
            assertThat(read.content()).isEqualTo(envelope.content());
        }
        assertThat(new String(
                        new Envelope("http://example.com/HelloWorld", "hello world".getBytes(UTF_8)).signed(), UTF_8))
                .as("the example of the specification")
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    /** It names no image, and a policy asks for a name. */
    @Test
    void aRuleOfAPolicyIsNotMet() throws IOException {
        SignedStatement statement = read(file("cosign-3.1.1.bundle")).orElseThrow();
        ImageReference name = named("registry.example.com/app:1");
        for (SignedIdentity.Rule rule : SignedIdentity.Rule.values()) {
            assertThat(new SignedIdentity(rule, "", "").covers(statement, name))
                    .as(rule.name())
                    .isFalse();
        }
    }

    private static ImageReference named(String name) throws ImageFormatException {
        return ImageReference.parse(name);
    }
}
