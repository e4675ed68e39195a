package sampan.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuListTest {
    @Test
    void writesWhatItRead() {
        assertThat(CpuList.parse("0-3,7,9-10")).hasToString("0-3,7,9-10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "0,",
                "a",
                "3-1",
                "-1",
                "1-",
                "0-8192",
                "0x1",
                " 1",
                "0-3:2/4",
                "1--2",
                "99999999999",
                "0\n1"
            })
    void refusesWhatIsNoList(String text) {
        assertThatThrownBy(() -> CpuList.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cve2018_20699_aHugeRangeIsRefusedWithoutBeingSpelledOut() {
        assertThatThrownBy(() -> CpuList.parse("1-4294967295")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CpuList.parse("0,".repeat(1 << 20) + "0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("...");
    }

    @Test
    void knowsWhatItHolds() {
        CpuList host = CpuList.parse("0-1,2-3,8");
        assertThat(host.contains(CpuList.parse("1-3"))).isTrue();
        assertThat(host.contains(CpuList.parse("8,0"))).isTrue();
        assertThat(host.contains(CpuList.parse("3-4"))).isFalse();
        assertThat(host.contains(CpuList.parse("9"))).isFalse();
    }
}
