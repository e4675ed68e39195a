package sampan.oci.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys as openssl writes them. */
final class PrivateKeyFileTest {
    private static byte[] openssl(byte[] input, List<String> arguments) throws IOException {
        Process process = new ProcessBuilder(arguments)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().write(input);
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            return output.readAllBytes();
        }
    }

    private static byte[] made(String command) throws IOException {
        byte[] made = {};
        for (String step : command.split(" \\| ")) {
            made = openssl(made, List.of(step.split(" ")));
        }
        return made;
    }

    @ParameterizedTest
    @CsvSource({
        "openssl genrsa -traditional 2048, RSA PRIVATE KEY, SHA256withRSA",
        "openssl genrsa 2048, PRIVATE KEY, SHA256withRSA",
        "openssl ecparam -name prime256v1 -genkey, EC PRIVATE KEY, SHA256withECDSA",
        "openssl ecparam -name secp384r1 -genkey -noout, EC PRIVATE KEY, SHA256withECDSA",
        "openssl ecparam -name prime256v1 -genkey | openssl pkcs8 -topk8 -nocrypt, PRIVATE KEY, SHA256withECDSA",
        "openssl genpkey -algorithm ed25519, PRIVATE KEY, Ed25519"
    })
    void everyFormOfAKeyThatOpensslWritesSignsWhatOpensslVerifies(String command, String label, String signature)
            throws Exception {
        byte[] text = made(command);
        assertThat(new String(text, StandardCharsets.US_ASCII)).contains("BEGIN " + label + "--");
        PrivateKey key = PrivateKeyFile.parse("key.pem", text);
        Signature signing = Signature.getInstance(signature);
        signing.initSign(key);
        signing.update("message".getBytes(StandardCharsets.UTF_8));
        byte[] signed = signing.sign();

        byte[] pub = openssl(text, List.of("openssl", "pkey", "-pubout"));
        PemBlock block = PemBlock.parse(pub);
        var spec = new java.security.spec.X509EncodedKeySpec(block.content());
        Signature verifying = Signature.getInstance(signature);
        verifying.initVerify(
                java.security.KeyFactory.getInstance(key.getAlgorithm()).generatePublic(spec));
        verifying.update("message".getBytes(StandardCharsets.UTF_8));
        assertThat(verifying.verify(signed)).isTrue();
    }

    @Test
    void aKeyUnderAPasswordIsRefusedWithTheCommandThatTakesItAway() throws IOException {
        byte[] text = made("openssl genpkey -algorithm ed25519 -aes256 -pass pass:secret");
        assertThatThrownBy(() -> PrivateKeyFile.parse("key.pem", text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("key.pem holds an ENCRYPTED PRIVATE KEY")
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }

    @ParameterizedTest
    @CsvSource({"RSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY"})
    void whatIsNoKeyIsASentence(String label) {
        byte[] text =
                new PemBlock(label, new byte[] {0x30, 0x03, 1, 2, 3}).text().getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> PrivateKeyFile.parse("key.pem", text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("key.pem");
    }

    @Test
    void aFileWithoutAKeySaysSo() {
        assertThatThrownBy(() -> PrivateKeyFile.parse("key.pem", "-----BEGIN ".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IOException.class)
                .hasMessage("no private key in key.pem");
    }
}
