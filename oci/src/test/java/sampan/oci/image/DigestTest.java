package sampan.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DigestTest {
    @Test
    void isTheHashOfTheContent() throws Exception {
        Digest digest = Digest.sha256("abc".getBytes(StandardCharsets.US_ASCII));
        assertThat(digest).hasToString("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Digest.parse(digest.toString())).isEqualTo(digest);
        assertThat(new ImageId(digest).shortened()).isEqualTo("ba7816bf8f01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "sha256",
                "sha256:",
                "sha256:../..",
                "sha256:ba78",
                "md5:00",
                "SHA256:00",
                "sha256/../x:00",
                "sha256:ZZ7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "sha256:../../../../../../../../../../../../../../../../../etc/passwd....",
                "sha256:٠a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            })
    void cve2024x3727_aDigestIsNoPath(String text) {
        assertThatThrownBy(() -> Digest.parse(text)).isInstanceOf(ImageFormatException.class);
    }
}
