package sampan.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuControllerTest {
    private static final CpuLimits NONE = CpuLimits.NONE;

    private static CgroupLimits limits(CpuLimits cpu) {
        return CgroupLimits.NONE.withCpu(cpu);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "1024, 100", "262144, 10000", "512, 59", "2048, 174", "100, 17"})
    void sharesBecomeAWeight(long shares, long weight) {
        assertThat(CpuController.weight(shares)).isEqualTo(weight);
    }

    @Test
    void writesAQuotaOfEachPeriod() {
        CgroupLimits limits =
                limits(NONE.withShares(512).withQuota(50_000, 100_000).withBurst(10_000));
        assertThat(Hosts.fresh(Hosts.V1, limits))
                .containsExactly(
                        "cpu.shares=512",
                        "cpu.cfs_period_us=100000",
                        "cpu.cfs_quota_us=50000",
                        "cpu.cfs_burst_us=10000");
        assertThat(Hosts.fresh(Hosts.V2, limits))
                .containsExactly("cpu.weight=59", "cpu.max=50000 100000", "cpu.max.burst=10000");
    }

    @Test
    void anUpdateTriesEachOrder() {
        assertThat(Hosts.update(Hosts.V1, limits(NONE.withQuota(50_000, 100_000))))
                .containsExactly(
                        "cpu.cfs_period_us=100000 or [22]",
                        "cpu.cfs_quota_us=50000 or [22]",
                        "cpu.cfs_period_us=100000",
                        "cpu.cfs_quota_us=50000");
    }

    @Test
    void anUnlimitedQuotaIsTheDefault() {
        assertThat(Hosts.fresh(Hosts.V1, limits(NONE.withQuota(-1, 0)))).isEmpty();
        assertThat(Hosts.fresh(Hosts.V2, limits(NONE.withQuota(-1, 0)))).isEmpty();
        assertThat(Hosts.update(Hosts.V2, limits(NONE.withQuota(-1, 0)))).containsExactly("cpu.max=max");
        assertThat(Hosts.fresh(Hosts.V2, limits(NONE.withQuota(0, 50_000)))).containsExactly("cpu.max=max 50000");
    }

    @Test
    void sharesAreSetWhileNotIdle() {
        assertThat(Hosts.update(Hosts.V1, limits(NONE.withShares(2).withIdle(true))))
                .containsExactly("cpu.shares=2", "cpu.idle=1");
        assertThat(Hosts.update(Hosts.V2, limits(NONE.withShares(2).withIdle(false))))
                .containsExactly("cpu.idle=0", "cpu.weight=1");
    }

    @Test
    void realTimeIsOfVersion1() {
        assertThat(Hosts.fresh(Hosts.V1, limits(NONE.withRealtime(950_000, 1_000_000))))
                .containsExactly("cpu.rt_period_us=1000000", "cpu.rt_runtime_us=950000");
        assertThat(Hosts.unsupported(Hosts.V2, limits(NONE.withRealtime(950_000, 1_000_000))))
                .containsExactly(
                        "refused: Your kernel does not support CPU real-time scheduler or the cgroup is not mounted."
                                + " CPU real-time period and runtime discarded.");
    }

    @Test
    void namesWhatIsMissing() {
        assertThat(Hosts.unsupported(
                        Hosts.BARE,
                        limits(NONE.withShares(2).withQuota(1_000, 0).withIdle(true))))
                .hasSize(3)
                .first()
                .isEqualTo(
                        "refused: Your kernel does not support CPU shares or the cgroup is not mounted. Shares discarded.");
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> NONE.withShares(1)).hasMessage("the minimum allowed cpu-shares is 2");
        assertThatThrownBy(() -> NONE.withShares(262_145)).hasMessage("the maximum allowed cpu-shares is 262144");
        assertThatThrownBy(() -> NONE.withQuota(999, 0))
                .hasMessage("CPU cfs quota can not be less than 1ms (i.e. 1000)");
        assertThatThrownBy(() -> NONE.withQuota(Long.MAX_VALUE, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NONE.withQuota(1_000, 1_000_001))
                .hasMessage("CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
        assertThatThrownBy(() -> NONE.withBurst(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
