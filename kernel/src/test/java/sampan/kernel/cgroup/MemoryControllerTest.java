package sampan.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemoryControllerTest {
    private static final MemoryLimits NONE = MemoryLimits.NONE;

    private static CgroupLimits limits(MemoryLimits memory) {
        return CgroupLimits.NONE.withMemory(memory);
    }

    @Test
    void writesTheSmallerOfLimitAndSwapFirst() {
        assertThat(Hosts.fresh(Hosts.V1, limits(NONE.withLimit(100).withSwap(300))))
                .containsExactly("memory.limit_in_bytes=100", "memory.memsw.limit_in_bytes=300");
    }

    @Test
    void anUpdateIsRightWhicheverWayItGoes() {
        assertThat(Hosts.update(Hosts.V1, limits(NONE.withLimit(100).withSwap(300))))
                .containsExactly(
                        "memory.limit_in_bytes=100 or [22]",
                        "memory.memsw.limit_in_bytes=300",
                        "memory.limit_in_bytes=100");
    }

    @Test
    void version2CountsSwapAlone() {
        assertThat(Hosts.fresh(
                        Hosts.V2, limits(NONE.withLimit(100).withSwap(300).withReservation(50))))
                .containsExactly("memory.swap.max=200", "memory.max=100", "memory.low=50");
        assertThat(Hosts.fresh(Hosts.V2, limits(NONE.withLimit(100).withSwap(100))))
                .containsExactly("memory.swap.max=0", "memory.max=100");
    }

    @Test
    void unlimitedMemoryIsUnlimitedWithSwapToo() {
        assertThat(Hosts.update(Hosts.V1, limits(NONE.withLimit(-1))))
                .containsExactly(
                        "memory.limit_in_bytes=-1 or [22]",
                        "memory.memsw.limit_in_bytes=-1",
                        "memory.limit_in_bytes=-1");
        assertThat(Hosts.update(Hosts.V2, limits(NONE.withLimit(-1))))
                .containsExactly("memory.swap.max=max", "memory.max=max");
    }

    @Test
    void unlimitedSwapNeedsNoMemoryLimit() {
        assertThat(Hosts.update(Hosts.V2, limits(NONE.withSwap(-1)))).containsExactly("memory.swap.max=max");
        assertThat(Hosts.fresh(Hosts.V2, limits(NONE.withSwap(-1)))).isEmpty();
    }

    @Test
    void writesNoDefaults() {
        assertThat(Hosts.fresh(Hosts.V1, limits(NONE.withLimit(-1).withDisableOomKiller(false))))
                .isEmpty();
        assertThat(Hosts.fresh(Hosts.V1, limits(NONE.withLimit(0)))).isEmpty();
    }

    @Test
    void theRestOfVersion1() {
        assertThat(Hosts.fresh(
                        Hosts.V1,
                        limits(NONE.withReservation(7).withSwappiness(0).withDisableOomKiller(true))))
                .containsExactly("memory.soft_limit_in_bytes=7", "memory.swappiness=0", "memory.oom_control=1");
    }

    @Test
    void warnsOfWhatVersion2HasNot() {
        assertThat(Hosts.unsupported(Hosts.V2, limits(NONE.withSwappiness(60).withDisableOomKiller(true))))
                .containsExactly(
                        "warned: Your kernel does not support memory swappiness capabilities or the cgroup is not mounted."
                                + " Memory swappiness discarded.",
                        "warned: Your kernel does not support OomKillDisable or the cgroup is not mounted."
                                + " OomKillDisable discarded.");
    }

    @Test
    void limitsWithoutSwapAccountingAreOnlyAWarning() {
        assertThat(Hosts.fresh(Hosts.HYBRID, limits(NONE.withLimit(100).withSwap(200))))
                .containsExactly("memory.limit_in_bytes=100");
        assertThat(Hosts.unsupported(Hosts.HYBRID, limits(NONE.withLimit(100).withSwap(200))))
                .containsExactly(
                        "warned: Your kernel does not support swap limit capabilities or the cgroup is not mounted."
                                + " Memory limited without swap.");
    }

    @Test
    void refusesALimitWithoutTheController() {
        assertThat(Hosts.unsupported(Hosts.BARE, limits(NONE.withLimit(100))))
                .containsExactly(
                        "refused: Your kernel does not support memory limit capabilities or the cgroup is not mounted."
                                + " Limitation discarded.");
        assertThat(Hosts.unsupported(Hosts.BARE, CgroupLimits.NONE)).isEmpty();
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> NONE.withLimit(-2)).hasMessage("invalid memory limit: -2");
        assertThatThrownBy(() -> NONE.withSwappiness(101))
                .hasMessage("Invalid value: 101, valid memory swappiness range is 0-100");
        assertThatThrownBy(() -> NONE.withLimit(100).withSwap(99))
                .hasMessage("Minimum memoryswap limit should be larger than memory limit, see usage");
        assertThatThrownBy(() -> NONE.withSwap(99))
                .hasMessage("You should always set the Memory limit when using Memoryswap limit, see usage");
        assertThat(NONE.withLimit(0).limit()).isEqualTo(OptionalLong.empty());
    }
}
