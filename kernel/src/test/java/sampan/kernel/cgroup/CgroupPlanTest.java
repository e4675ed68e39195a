package sampan.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CgroupPlanTest {
    private static final CgroupLimits DEVICES = CgroupLimits.NONE.withDevices(List.of());

    private static List<Path> paths(String... paths) {
        return List.of(paths).stream().map(Path::of).toList();
    }

    @Test
    void joinsEveryHierarchyAsDockerDoes() {
        CgroupPlan plan = CgroupPlan.create(Hosts.HYBRID, "c", DEVICES, Membership.EVERY);
        assertThat(plan.joins())
                .hasSize(9)
                .contains(Path.of("/cg/systemd/sampan/r1/c/tasks"), Path.of("/cg/blkio/sampan/r1/c/tasks"));
        assertThat(plan.directories()).hasSize(10).endsWith(Path.of("/cg/unified/sampan/r1/c"));
        assertThat(plan.unified()).contains(Path.of("/cg/unified/sampan/r1/c"));
        assertThat(plan.oomFile()).contains(Path.of("/cg/memory/sampan/r1/c/memory.oom_control"));
    }

    @Test
    void joinsOnlyWhatIsNeeded() {
        assertThat(CgroupPlan.create(Hosts.HYBRID, "c", DEVICES, Membership.NEEDED)
                        .joins())
                .isEqualTo(paths(
                        "/cg/cpu/sampan/r1/c/tasks",
                        "/cg/cpuacct/sampan/r1/c/tasks",
                        "/cg/cpuset/sampan/r1/c/tasks",
                        "/cg/memory/sampan/r1/c/tasks",
                        "/cg/devices/sampan/r1/c/tasks"));
        assertThat(CgroupPlan.create(Hosts.HYBRID, "c", DEVICES.withPids(9), Membership.NEEDED)
                        .joins())
                .contains(Path.of("/cg/pids/sampan/r1/c/tasks"));
    }

    @Test
    void withoutCgroup2TheFreezerIsNeeded() {
        assertThat(CgroupPlan.create(Hosts.V1, "c", CgroupLimits.NONE, Membership.NEEDED)
                        .joins())
                .contains(Path.of("/cg/freezer/sampan/r1/c/tasks"))
                .hasSize(5);
    }

    @Test
    void version2IsOneDirectoryToCloneInto() {
        CgroupPlan plan = CgroupPlan.create(Hosts.V2, "c", DEVICES.withPids(9), Membership.EVERY);
        assertThat(plan.directories()).isEqualTo(paths("/cg/sampan/r1/c"));
        assertThat(plan.joins()).isEmpty();
        assertThat(plan.oomFile()).contains(Path.of("/cg/sampan/r1/c/memory.events"));
        assertThat(plan.enable()).containsExactly("pids");
        assertThat(plan.deviceFilter()).isPresent();
    }

    @Test
    void aCpusetThatDoesNotInheritIsToldItsParents() {
        CgroupParent strange = new CgroupParent(
                Hosts.HYBRID.host(), CgroupPath.parse("/other"), Set.of(), Optional.of("0-3"), Optional.of("0"));
        assertThat(CgroupPlan.create(strange, "c", CgroupLimits.NONE, Membership.EVERY)
                        .writes())
                .map(CgroupWrite::toString)
                .containsExactly(
                        "echo '0' > /cg/cpuset/other/c/cpuset.mems", "echo '0-3' > /cg/cpuset/other/c/cpuset.cpus");
        CgroupLimits own = CgroupLimits.NONE.withCpu(CpuLimits.NONE.withCpus(CpuList.parse("2")));
        assertThat(CgroupPlan.create(strange, "c", own, Membership.NEEDED).writes())
                .map(CgroupWrite::value)
                .containsExactly("2", "0");
    }

    @Test
    void monitorsNeedNoControllers() {
        CgroupPlan plan = CgroupPlan.leaf(Hosts.HYBRID, "monitors");
        assertThat(plan.directories())
                .isEqualTo(paths("/cg/systemd/sampan/r1/monitors", "/cg/unified/sampan/r1/monitors"));
        assertThat(plan.joins()).isEqualTo(paths("/cg/systemd/sampan/r1/monitors/tasks"));
        assertThat(plan.writes()).isEmpty();
    }

    @Test
    void aHostWithoutCgroupsRunsContainersWithoutLimits() {
        CgroupPlan plan = CgroupPlan.create(Hosts.BARE, "c", CgroupLimits.NONE, Membership.EVERY);
        assertThat(plan.directories()).isEmpty();
        assertThat(plan.refusal()).isEmpty();
        assertThat(CgroupPlan.create(Hosts.BARE, "c", CgroupLimits.NONE.withPids(2), Membership.EVERY)
                        .refusal())
                .isPresent();
    }
}
