package sampan.runtime.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sampan.kernel.cgroup.CgroupWrite;

final class ScopePropertiesTest {
    private static List<String> properties(String file, String value) {
        return ScopeProperties.of(List.of(new CgroupWrite(Path.of("/sys/fs/cgroup/x", file), value, Set.of()))).stream()
                .map(property -> property.getName() + "="
                        + (property.getValue().getValue() instanceof byte[] bits
                                ? List.of(java.util.HexFormat.of().formatHex(bits))
                                : property.getValue().getValue()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "memory.max, 67108864, MemoryMax=67108864",
        "memory.max, max, MemoryMax=18446744073709551615",
        "memory.swap.max, 0, MemorySwapMax=0",
        "memory.high, 1, MemoryHigh=1",
        "pids.max, 12, TasksMax=12",
        "cpu.weight, 20, CPUWeight=20",
        "cpuset.cpus, 0, AllowedCPUs=[01]",
        "cpuset.cpus, '0-3,9', AllowedCPUs=[0f02]",
        "cpuset.mems, 1, AllowedMemoryNodes=[02]"
    })
    void aFileIsAProperty(String file, String value, String property) {
        assertThat(properties(file, value)).containsExactly(property);
    }

    @Test
    void aQuotaIsTheShareOfASecondInWholePercents() {
        assertThat(properties("cpu.max", "25000 100000"))
                .containsExactly("CPUQuotaPerSecUSec=250000", "CPUQuotaPeriodUSec=100000");
        assertThat(properties("cpu.max", "1 100000")).contains("CPUQuotaPerSecUSec=10000");
        assertThat(properties("cpu.max", "max 100000")).contains("CPUQuotaPerSecUSec=18446744073709551615");
    }

    @Test
    void filesThatSystemdDoesNotWriteAreNotTold() {
        assertThat(properties("hugetlb.2MB.max", "1")).isEmpty();
        assertThat(properties("io.max", "254:0 rbps=1")).isEmpty();
        assertThat(properties("io.weight", "254:0 200")).isEmpty();
        assertThat(properties("cpu.max.burst", "1")).isEmpty();
    }
}
