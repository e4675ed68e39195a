package sampan.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageReferenceTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "debian, docker.io/library/debian, debian",
        "debian:12, docker.io/library/debian:12, debian:12",
        "docker.io/debian, docker.io/library/debian, debian",
        "index.docker.io/debian, docker.io/library/debian, debian",
        "docker.io/library/debian, docker.io/library/debian, debian",
        "me/tool:v1.0_x-y, docker.io/me/tool:v1.0_x-y, me/tool:v1.0_x-y",
        "localhost/busybox, localhost/busybox, localhost/busybox",
        "localhost:5000/a/b/c, localhost:5000/a/b/c, localhost:5000/a/b/c",
        "quay.io/a__b/c--d.e_f, quay.io/a__b/c--d.e_f, quay.io/a__b/c--d.e_f",
        "[fe80::1]:5000/x, [fe80::1]:5000/x, [fe80::1]:5000/x",
        "Registry.example/x, Registry.example/x, Registry.example/x",
        "a/b/c, docker.io/a/b/c, a/b/c",
    })
    void keepsTheFullNameAndPrintsTheFamiliarOne(String text, String full, String familiar) throws Exception {
        ImageReference reference = ImageReference.parse(text);
        assertThat(reference).hasToString(full);
        assertThat(reference.familiar()).isEqualTo(familiar);
        assertThat(ImageReference.parse(reference.toString())).isEqualTo(reference);
    }

    @Test
    void readsTagAndDigestTogether() throws Exception {
        ImageReference reference = ImageReference.parse("debian:12@sha256:" + HEX);
        assertThat(reference.tag()).contains("12");
        assertThat(reference.digest()).contains(Digest.parse("sha256:" + HEX));
        assertThat(reference.familiar()).isEqualTo("debian:12@sha256:" + HEX);
    }

    @Test
    void aBareNameMeansLatest() throws Exception {
        assertThat(ImageReference.parse("debian").withDefaultTag().familiar()).isEqualTo("debian:latest");
        assertThat(ImageReference.parse("debian:12").withDefaultTag().familiar())
                .isEqualTo("debian:12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":",
                "/",
                "a//b",
                "/a",
                "a/",
                "-a",
                "a:",
                "a:b:c",
                "a@",
                "a@b",
                "..",
                "../../etc",
                "a/../b",
                "a_",
                "a___b",
                "a..b",
                "a b",
                "a\nb",
                "a\u0000b",
                "é",
                "a:é",
                "a:-x",
                "a@sha256:12",
                "http://x/y",
                "a:t/b",
                "x.y/",
                "localhost/",
                "[::1/a",
                "-.x/y",
                "a\\b",
                "a%2e",
                "~/x",
                "$(x)"
            })
    void refusesWhatIsNoReference(String text) {
        assertThatThrownBy(() -> ImageReference.parse(text))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage("invalid reference format");
    }

    @Test
    void saysThatNamesAreLowerCase() {
        assertThatThrownBy(() -> ImageReference.parse("Debian"))
                .hasMessage("invalid reference format: repository name (library/Debian) must be lowercase");
        assertThatThrownBy(() -> ImageReference.parse("localhost/X:y"))
                .hasMessage("invalid reference format: repository name (X) must be lowercase");
    }

    @Test
    void refusesAnIdAsAName() {
        assertThatThrownBy(() -> ImageReference.parse(HEX))
                .hasMessage("invalid repository name (" + HEX + "), cannot specify 64-byte hexadecimal strings");
    }

    @Test
    void refusesDigestsItCannotCheck() {
        assertThatThrownBy(() -> ImageReference.parse("a@md5:" + HEX)).hasMessage("unsupported digest algorithm");
        assertThatThrownBy(() -> ImageReference.parse("a@sha256:" + HEX.substring(1)))
                .hasMessage("invalid checksum digest length");
    }

    @Test
    void cve2014x9358_namesNeverReachThePathTheyLookLike() {
        for (String name : new String[] {"a".repeat(4096), "a/".repeat(2048) + "a", "a-".repeat(100_000) + "a"}) {
            assertThatThrownBy(() -> ImageReference.parse(name))
                    .isInstanceOf(ImageFormatException.class)
                    .hasMessage("repository name must not be more than 255 characters");
        }
        assertThatThrownBy(() -> ImageReference.parse("a:" + "t".repeat(1 << 20)))
                .hasMessage("invalid reference format");
    }
}
