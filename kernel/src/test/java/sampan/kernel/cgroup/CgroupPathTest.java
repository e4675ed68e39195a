package sampan.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupPathTest {
    @Test
    void staysBelowTheMountPoint() {
        assertThat(CgroupPath.parse("/a//b/").child("c").under(Path.of("/sys/fs/cgroup/cpu")))
                .isEqualTo(Path.of("/sys/fs/cgroup/cpu/a/b/c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a/../b", "..", "/a/./b", "/a\nb", "/a\u0000b"})
    void refusesWhatLeadsElsewhere(String text) {
        assertThatThrownBy(() -> CgroupPath.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesLongNamesAndDeepPaths() {
        assertThatThrownBy(() -> CgroupPath.parse("x".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CgroupPath.parse("/x".repeat(65))).isInstanceOf(IllegalArgumentException.class);
    }
}
