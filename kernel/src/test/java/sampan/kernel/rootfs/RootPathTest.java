package sampan.kernel.rootfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootPathTest {
    @ParameterizedTest
    @CsvSource({
        "a/b/c, /a/b/c, false",
        "/a//b/./c/, /a/b/c, false",
        "a/../b, /b, false",
        "a/.., /, false",
        "../../etc/passwd, /etc/passwd, true",
        "/../x, /x, true",
        "a/../../b/../c, /c, true",
        "., /, false",
        "/, /, false",
        "'', /, false",
        "./., /, false",
        "..., /..., false",
        "a/..b/.c, /a/..b/.c, false",
    })
    void isCleanedByItsTextAndStaysBelowTheTop(String text, String clean, boolean escapes) throws Exception {
        RootPath path = RootPath.of(text);
        assertThat(path).hasToString(clean);
        assertThat(path.escapes()).isEqualTo(escapes);
        assertThat(path.isRoot()).isEqualTo(clean.equals("/"));
    }

    @Test
    void hasAParentAndAName() throws Exception {
        RootPath path = RootPath.of("a/b/c");
        assertThat(path.parent()).isEqualTo(RootPath.of("/a/b")).hasSameHashCodeAs(RootPath.of("a/b/"));
        assertThat(path.name()).isEqualTo("c".getBytes(UTF_8));
        assertThat(path.parts()).hasSize(3);
        assertThat(RootPath.of("c").parent().isRoot()).isTrue();
        assertThat(RootPath.root().parent().isRoot()).isTrue();
        assertThat(RootPath.root().name()).isEmpty();
        assertThat(RootPath.root().parts()).isEmpty();
        assertThat(RootPath.root().child("x".getBytes(UTF_8))).isEqualTo(RootPath.of("x"));
        assertThat(path.child("d".getBytes(UTF_8))).isEqualTo(RootPath.of("a/b/c/d"));
    }

    @Test
    void bytesThatAreNoTextStayAsTheyAre() throws Exception {
        byte[] odd = {'a', '/', (byte) 0xff, (byte) 0xfe};
        assertThat(RootPath.of(odd).bytes()).isEqualTo(odd);
        assertThat(RootPath.of(odd)).isNotEqualTo(RootPath.of(new byte[] {'a', '/', (byte) 0xfe, (byte) 0xff}));
    }

    @Test
    void aNulByteIsRefused() {
        assertThatThrownBy(() -> RootPath.of("etc/passwd\0.txt"))
                .isInstanceOf(BadNameException.class)
                .hasMessage("not a file name: \"etc/passwd\\0.txt\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "/", "a/b", "a\0b", "/etc"})
    void namesThatAreNoneAreRefused(String name) {
        assertThatThrownBy(() -> RootPath.root().child(name.getBytes(UTF_8))).isInstanceOf(BadNameException.class);
    }
}
