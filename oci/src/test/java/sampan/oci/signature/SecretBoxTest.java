package sampan.oci.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class SecretBoxTest {
    private static final byte[] KEY = hex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
    private static final byte[] NONCE = hex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    /** The example of nacl.cr.yp.to. */
    @Test
    void sealsAsNaclDoes() {
        byte[] message = hex("be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffc"
                + "e5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31"
                + "0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde"
                + "048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f93776384864"
                + "5e0705");
        byte[] box = SecretBox.seal(message, NONCE, KEY);
        assertThat(HexFormat.of().formatHex(box))
                .startsWith("f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce");
        assertThat(SecretBox.open(box, NONCE, KEY)).hasValue(message);
        box[40] ^= 1;
        assertThat(SecretBox.open(box, NONCE, KEY)).isEmpty();
        assertThat(SecretBox.open(new byte[3], NONCE, KEY)).isEmpty();
    }

    @Test
    void aKeyOpensWithItsPasswordOnly() throws Exception {
        SigningKey.Pair pair = SigningKey.generate("correct horse");
        byte[] message = "said".getBytes(StandardCharsets.UTF_8);
        byte[] pem = pair.privateKey().getBytes(StandardCharsets.US_ASCII);
        SigningKey key = SigningKey.<RuntimeException>parse(pem, () -> "correct horse");
        VerificationKey known = VerificationKey.parse(pair.publicKey().getBytes(StandardCharsets.US_ASCII));
        assertThat(known.vouches(message, key.sign(message))).isTrue();
        assertThat(known.vouches("other".getBytes(StandardCharsets.UTF_8), key.sign(message)))
                .isFalse();
        assertThat(known.vouches(message, new byte[8])).isFalse();
        assertThatThrownBy(() -> SigningKey.<RuntimeException>parse(pem, () -> "wrong"))
                .hasMessageContaining("wrong password");
    }

    @Test
    void aKeyThatAsksForMuchWorkIsRefused() {
        String json = "{\"kdf\":{\"name\":\"scrypt\",\"params\":{\"N\":1048576,\"r\":64,\"p\":16},\"salt\":\"AAAA\"},"
                + "\"cipher\":{\"name\":\"nacl/secretbox\",\"nonce\":\"" + "A".repeat(32)
                + "\"},\"ciphertext\":\"AAAA\"}";
        assertThatThrownBy(() -> SealedKey.open(json.getBytes(StandardCharsets.UTF_8), ""))
                .hasMessageContaining("too much work");
    }
}
