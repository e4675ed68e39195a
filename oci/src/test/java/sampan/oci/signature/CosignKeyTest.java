package sampan.oci.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.oci.image.ImageFormatException;

/** Key pairs and signatures that cosign itself has made, of both major versions: {@code generate-key-pair} with the password "secret", {@code sign-blob}. */
final class CosignKeyTest {
    private static final byte[] SAID = "what cosign has signed".getBytes(UTF_8);

    private static byte[] file(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(CosignKeyTest.class.getResourceAsStream(name), name)) {
            return file.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cosign-2.5.0", "cosign-3.1.1"})
    void cosignsKeyOpensWithItsPasswordAndSignsForItsOtherHalf(String made) throws IOException {
        SigningKey key = SigningKey.<RuntimeException>parse(file(made + ".key"), () -> "secret");
        VerificationKey other = VerificationKey.parse(file(made + ".pub"));
        assertThat(other.vouches(SAID, key.sign(SAID))).isTrue();
        assertThat(other.vouches(
                        SAID,
                        SigningKey.<RuntimeException>parse(
                                        SigningKey.generate("").privateKey().getBytes(UTF_8), () -> "")
                                .sign(SAID)))
                .isFalse();
        assertThatThrownBy(() -> SigningKey.<RuntimeException>parse(file(made + ".key"), () -> "Secret"))
                .isInstanceOf(ImageFormatException.class)
                .hasMessageContaining("wrong password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cosign-2.5.0", "cosign-3.1.1"})
    void cosignsSignatureIsItsKeys(String made) throws IOException {
        VerificationKey key = VerificationKey.parse(file(made + ".pub"));
        byte[] signature = Base64.getMimeDecoder().decode(file(made + ".sig"));
        assertThat(key.vouches(SAID, signature)).isTrue();
        assertThat(key.vouches("what cosign has not signed".getBytes(UTF_8), signature))
                .isFalse();
        signature[signature.length - 1] ^= 1;
        assertThat(key.vouches(SAID, signature)).isFalse();
    }
}
