package sampan.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The smaller controllers, both versions. */
class ControllersTest {
    private static final CgroupLimits NONE = CgroupLimits.NONE;

    @Test
    void cpusets() {
        CgroupLimits limits =
                NONE.withCpu(CpuLimits.NONE.withCpus(CpuList.parse("0-1")).withMems(CpuList.parse("0")));
        assertThat(Hosts.fresh(Hosts.V1, limits)).containsExactly("cpuset.mems=0", "cpuset.cpus=0-1");
        assertThat(Hosts.fresh(Hosts.V2, limits)).containsExactly("cpuset.mems=0", "cpuset.cpus=0-1");
        assertThat(Hosts.unsupported(Hosts.BARE, limits))
                .containsExactly(
                        "refused: Your kernel does not support cpuset or the cgroup is not mounted. Cpuset discarded.");
    }

    @Test
    void pids() {
        assertThat(Hosts.fresh(Hosts.V1, NONE.withPids(100))).containsExactly("pids.max=100");
        assertThat(Hosts.fresh(Hosts.V2, NONE.withPids(-1))).isEmpty();
        assertThat(Hosts.update(Hosts.V2, NONE.withPids(-1))).containsExactly("pids.max=max");
        assertThat(Hosts.unsupported(Hosts.BARE, NONE.withPids(100)))
                .containsExactly(
                        "refused: Your kernel does not support PIDs limit capabilities or the cgroup is not mounted."
                                + " PIDs limit discarded.");
        assertThat(Hosts.unsupported(Hosts.BARE, NONE.withPids(-1))).isEmpty();
    }

    @Test
    void blockDevices() {
        IoLimits io = IoLimits.NONE
                .withWeight(1000)
                .withWeightDevices(List.of(new IoLimits.DeviceWeight(8, 0, OptionalLong.of(10), OptionalLong.empty())))
                .withBps(List.of(new IoLimits.Throttle(8, 0, 1024)), List.of(new IoLimits.Throttle(8, 16, 2048)))
                .withIops(List.of(new IoLimits.Throttle(8, 0, 10)), List.of(new IoLimits.Throttle(8, 0, 20)));
        assertThat(Hosts.fresh(Hosts.V1, NONE.withIo(io)))
                .containsExactly(
                        "blkio.bfq.weight=1000",
                        "blkio.bfq.weight_device=8:0 10",
                        "blkio.throttle.read_bps_device=8:0 1024",
                        "blkio.throttle.write_bps_device=8:16 2048",
                        "blkio.throttle.read_iops_device=8:0 10",
                        "blkio.throttle.write_iops_device=8:0 20");
        assertThat(Hosts.fresh(Hosts.V2, NONE.withIo(io)))
                .containsExactly(
                        "io.weight=10000",
                        "io.weight=8:0 1",
                        "io.max=8:0 rbps=1024",
                        "io.max=8:16 wbps=2048",
                        "io.max=8:0 riops=10",
                        "io.max=8:0 wiops=20");
        assertThat(Hosts.unsupported(Hosts.BARE, NONE.withIo(io))).hasSize(6);
        assertThat(Hosts.unsupported(Hosts.HYBRID, NONE.withIo(io)))
                .containsExactly(
                        "refused: Your kernel does not support Block I/O weight or the cgroup is not mounted."
                                + " Weight discarded.",
                        "refused: Your kernel does not support Block I/O weight_device or the cgroup is not mounted."
                                + " Weight-device discarded.");
        assertThat(IoController.weight(10)).isEqualTo(1);
        assertThat(IoController.weight(500)).isEqualTo(4950);
        assertThatThrownBy(() -> IoLimits.NONE.withWeight(9)).hasMessage("Range of blkio weight is from 10 to 1000");
    }

    @Test
    void hugePages() {
        CgroupLimits limits = NONE.withHugepages(List.of(new CgroupLimits.HugepageLimit("2MB", 4 << 20)));
        assertThat(Hosts.fresh(Hosts.V1, limits))
                .containsExactly(
                        "hugetlb.2MB.limit_in_bytes=4194304", "hugetlb.2MB.rsvd.limit_in_bytes=4194304 or [2]");
        assertThat(Hosts.fresh(Hosts.V2, limits))
                .containsExactly("hugetlb.2MB.max=4194304", "hugetlb.2MB.rsvd.max=4194304 or [2]");
        assertThat(CgroupPlan.create(Hosts.HYBRID, "c", limits, Membership.NEEDED)
                        .enable())
                .containsExactly("hugetlb");
        assertThatThrownBy(() -> new CgroupLimits.HugepageLimit("2MB/../x", 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void networkMarks() {
        CgroupLimits limits = NONE.withNetwork(
                new CgroupLimits.NetworkClass(OptionalLong.of(0x100001), Map.of("eth0", 5L, "eth1", 7L)));
        assertThat(Hosts.fresh(Hosts.V1, limits))
                .containsExactly("net_cls.classid=1048577", "net_prio.ifpriomap=eth0 5", "net_prio.ifpriomap=eth1 7");
        assertThat(Hosts.unsupported(Hosts.V2, limits)).hasSize(2);
        assertThatThrownBy(() -> new CgroupLimits.NetworkClass(OptionalLong.of(1L << 32), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CgroupLimits.NetworkClass(OptionalLong.empty(), Map.of("a b", 1L)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rdma() {
        CgroupLimits limits = NONE.withRdma(
                Map.of("mlx5_0", new CgroupLimits.RdmaLimit(OptionalLong.of(3), OptionalLong.of(10_000))));
        assertThat(Hosts.fresh(Hosts.V2, limits)).containsExactly("rdma.max=mlx5_0 hca_handle=3 hca_object=10000");
    }

    @Test
    void unifiedKeysComeLast() {
        CgroupLimits limits = NONE.withUnified(Map.of("memory.high", "5", "io.max", "8:0 rbps=1\n8:1 rbps=2"))
                .withPids(3);
        assertThat(Hosts.fresh(Hosts.V2, limits))
                .containsExactly("pids.max=3", "io.max=8:0 rbps=1", "io.max=8:1 rbps=2", "memory.high=5");
        assertThat(Hosts.unsupported(Hosts.V1, limits)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cgroup.procs",
                "cgroup.subtree_control",
                "cgroup.kill",
                "cgroup.type",
                "../memory.max",
                "a/memory.max",
                "memory",
                "",
                "memory.max\n",
                "."
            })
    void unifiedKeysNameFilesOfControllersOnly(String key) {
        assertThatThrownBy(() -> NONE.withUnified(Map.of(key, "1"))).isInstanceOf(IllegalArgumentException.class);
    }
}
