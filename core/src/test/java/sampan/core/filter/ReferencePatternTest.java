package sampan.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import sampan.core.error.EngineException;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;

final class ReferencePatternTest {
    private static boolean fits(String pattern, String reference) throws ImageFormatException {
        return ReferencePattern.parse(pattern).fits(ImageReference.parse(reference));
    }

    @Test
    void aNameFitsWithAndWithoutItsTag() throws ImageFormatException {
        assertThat(fits("debian", "debian:12")).isTrue();
        assertThat(fits("debian:12", "docker.io/library/debian:12")).isTrue();
        assertThat(fits("debian:13", "debian:12")).isFalse();
        assertThat(fits("deb", "debian:12")).isFalse();
    }

    @Test
    void aStarStaysWithinOnePartOfAPath() throws ImageFormatException {
        assertThat(fits("*", "debian:12")).isTrue();
        assertThat(fits("*", "my/debian:12")).isFalse();
        assertThat(fits("my/*:1?", "my/debian:12")).isTrue();
        assertThat(fits("*/*", "my/debian:12")).isTrue();
    }

    @Test
    void bracketsAreClassesAndEverythingElseIsItself() throws ImageFormatException {
        assertThat(fits("debian:1[23]", "debian:12")).isTrue();
        assertThat(fits("debian:1[^23]", "debian:12")).isFalse();
        assertThat(fits("a.b", "a-b:1")).isFalse();
    }

    @Test
    void aMalformedPatternIsToldAsOne() {
        for (String pattern : new String[] {"[", "[]", "a[b", "[z-a]"}) {
            assertThatThrownBy(() -> ReferencePattern.parse(pattern))
                    .isInstanceOf(EngineException.InvalidArgument.class)
                    .hasMessage("invalid filter 'reference=" + pattern + "': syntax error in pattern");
        }
    }
}
