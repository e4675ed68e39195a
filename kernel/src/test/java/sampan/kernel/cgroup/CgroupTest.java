package sampan.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On this host's own kernel; needs root and the version 1 or version 2 controllers. */
class CgroupTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final CgroupPath PARENT =
            CgroupPath.parse("/sampan-test-" + ProcessHandle.current().pid());

    /** bash tries again where fork fails. */
    private static final String BOMB = "exec bash -c 'bomb() { bomb | bomb & }; bomb; sleep 100'";

    private final List<Process> started = new ArrayList<>();
    private final List<Cgroup> made = new ArrayList<>();
    private CgroupHost host = Hosts.BARE.host();
    private CgroupTree tree = new CgroupTree(host);
    private CgroupParent parent = Hosts.BARE;

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
        host = CgroupHost.detect();
        assumeTrue(host.mode() != CgroupMode.NONE, "needs cgroups");
        tree = new CgroupTree(host);
        parent = tree.prepare(PARENT);
    }

    @AfterEach
    void leavesNothing() throws Exception {
        for (Cgroup cgroup : made) {
            cgroup.kill(PATIENCE);
            assertThat(cgroup.remove(PATIENCE)).isTrue();
            assertThat(cgroup.exists()).isFalse();
        }
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        tree.prune(PARENT);
        for (Path mount : host.v1().values()) {
            assertThat(PARENT.under(mount)).doesNotExist();
        }
    }

    private CgroupPlan plan(CgroupLimits limits, Membership membership) throws IOException {
        CgroupPlan plan = CgroupPlan.create(parent, "c" + made.size(), limits, membership);
        made.add(Cgroup.create(parent, plan));
        return plan;
    }

    /** A shell in the cgroup that runs the script. */
    private Process run(CgroupPlan plan, String script) throws IOException {
        StringBuilder join = new StringBuilder();
        plan.joins().forEach(file -> join.append("echo 0 > ").append(file).append(" || exit 99; "));
        plan.unified().ifPresent(dir -> join.append("echo 0 > ").append(dir).append("/cgroup.procs || exit 99; "));
        Process process = new ProcessBuilder("sh", "-c", join + script)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(process);
        return process;
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Cgroup last() {
        return made.getLast();
    }

    private static String read(CgroupPlan plan, String file) throws IOException {
        for (Path directory : plan.directories()) {
            if (Files.exists(directory.resolve(file))) {
                return Files.readString(directory.resolve(file)).strip();
            }
        }
        throw new AssertionError("no " + file);
    }

    @Test
    void limitsReadBackAsWritten() throws Exception {
        assumeTrue(host.v1().containsKey("memory"));
        CgroupPlan plan = plan(
                CgroupLimits.NONE
                        .withMemory(MemoryLimits.NONE
                                .withLimit(64 << 20)
                                .withSwap(128 << 20)
                                .withReservation(32 << 20))
                        .withCpu(CpuLimits.NONE
                                .withShares(512)
                                .withQuota(50_000, 100_000)
                                .withCpus(CpuList.parse("0")))
                        .withPids(77),
                Membership.EVERY);
        assertThat(plan.unsupported()).isEmpty();
        assertThat(read(plan, "memory.limit_in_bytes")).isEqualTo("67108864");
        assertThat(read(plan, "memory.memsw.limit_in_bytes")).isEqualTo("134217728");
        assertThat(read(plan, "memory.soft_limit_in_bytes")).isEqualTo("33554432");
        assertThat(read(plan, "cpu.shares")).isEqualTo("512");
        assertThat(read(plan, "cpu.cfs_quota_us")).isEqualTo("50000");
        assertThat(read(plan, "cpuset.cpus")).isEqualTo("0");
        assertThat(read(plan, "pids.max")).isEqualTo("77");
        assertThat(exitCode(run(plan, "true"))).isZero();
    }

    @Test
    void theRarerLimitsAreTakenToo() throws Exception {
        assumeTrue(host.v1().containsKey("blkio") && host.v1().containsKey("memory"));
        Path block = Path.of("/sys/block/vda/dev");
        assumeTrue(Files.exists(block) && parent.files().contains("blkio.bfq.weight"));
        String[] numbers = Files.readString(block).strip().split(":");
        List<IoLimits.Throttle> rate =
                List.of(new IoLimits.Throttle(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), 1 << 20));
        CgroupPlan plan = plan(
                CgroupLimits.NONE
                        .withIo(IoLimits.NONE
                                .withWeight(300)
                                .withBps(rate, rate)
                                .withIops(rate, rate))
                        .withMemory(MemoryLimits.NONE.withSwappiness(10).withDisableOomKiller(true))
                        .withCpu(CpuLimits.NONE
                                .withQuota(20_000, 50_000)
                                .withBurst(10_000)
                                .withIdle(true)),
                Membership.NEEDED);
        assertThat(plan.unsupported()).isEmpty();
        assertThat(read(plan, "blkio.throttle.read_bps_device")).endsWith(" 1048576");
        assertThat(read(plan, "blkio.throttle.write_iops_device")).endsWith(" 1048576");
        assertThat(read(plan, "blkio.bfq.weight")).isEqualTo("300");
        assertThat(read(plan, "memory.swappiness")).isEqualTo("10");
        assertThat(read(plan, "memory.oom_control")).startsWith("oom_kill_disable 1");
        assertThat(read(plan, "cpu.cfs_burst_us")).isEqualTo("10000");
        assertThat(read(plan, "cpu.idle")).isEqualTo("1");
        assertThat(exitCode(run(plan, "true"))).isZero();
    }

    /** CVE-2025-47291: whatever the limits, a process is in its own cgroup everywhere. */
    @Test
    void cve2025_47291_aProcessIsInItsCgroupInEveryHierarchy() throws Exception {
        CgroupPlan plan = plan(CgroupLimits.NONE, Membership.EVERY);
        Process process = run(plan, "exec sleep 100");
        awaitPids(plan, 1);
        assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/cgroup"))
                        .lines())
                .hasSize(plan.directories().size())
                .allMatch(line -> line.endsWith(":" + plan.path()));
    }

    @Test
    void hugePagesAreLimitedByCgroup2OnAHybridHost() throws Exception {
        assumeTrue(host.mode() == CgroupMode.HYBRID && host.unifiedControllers().contains("hugetlb"));
        Path root = host.unified().orElseThrow().resolve("cgroup.subtree_control");
        // Of another cgroup than the root, which has processes, no controller is passed on.
        assumeTrue(Files.notExists(root.resolveSibling("cgroup.type")));
        CgroupPlan plan = plan(
                CgroupLimits.NONE.withHugepages(List.of(new CgroupLimits.HugepageLimit("2MB", 4 << 20))),
                Membership.NEEDED);
        assertThat(read(plan, "hugetlb.2MB.max")).isEqualTo("4194304");
        assertThat(made.removeLast().remove(PATIENCE)).isTrue();
        tree.prune(PARENT);
        assertThat(Files.readString(root)).doesNotContain("hugetlb");
    }

    @Test
    void limitsOfRunningProcessesGoUpAndDown() throws Exception {
        assumeTrue(host.v1().containsKey("memory"));
        CgroupPlan plan = plan(
                CgroupLimits.NONE.withMemory(
                        MemoryLimits.NONE.withLimit(64 << 20).withSwap(64 << 20)),
                Membership.EVERY);
        run(plan, "exec sleep 100");
        for (long megabytes : new long[] {256, 32, 128}) {
            last().apply(CgroupLimits.NONE
                    .withMemory(MemoryLimits.NONE.withLimit(megabytes << 20).withSwap(megabytes << 20))
                    .withCpu(CpuLimits.NONE.withQuota(megabytes * 1000, megabytes * 2000)));
            assertThat(read(plan, "memory.limit_in_bytes")).isEqualTo(Long.toString(megabytes << 20));
            assertThat(read(plan, "memory.memsw.limit_in_bytes")).isEqualTo(Long.toString(megabytes << 20));
            assertThat(read(plan, "cpu.cfs_period_us")).isEqualTo(Long.toString(megabytes * 2000));
        }
        last().apply(CgroupLimits.NONE.withMemory(MemoryLimits.NONE.withLimit(-1)));
        assertThat(last().stats().memoryLimit()).isEmpty();
    }

    @Test
    void aHierarchyNotNeededAtFirstIsJoinedLate() throws Exception {
        assumeTrue(host.v1().containsKey("pids") && host.unified().isPresent());
        CgroupPlan plan = plan(CgroupLimits.NONE, Membership.NEEDED);
        run(plan, "sleep 100 & sleep 100 & wait");
        awaitPids(plan, 3);
        last().apply(CgroupLimits.NONE.withPids(5).withCpu(CpuLimits.NONE.withCpus(CpuList.parse("0"))));
        assertThat(last().stats().pids()).hasValue(3);
        assertThat(last().isFrozen()).isFalse();
        assertThat(Files.readString(last().path().under(host.v1().get("cpuset")).resolve("tasks"))
                        .lines())
                .hasSize(3);
    }

    /** Until so many have joined everything. */
    private void awaitPids(CgroupPlan plan, int count) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Path directory : plan.directories()) {
            while (CgroupMembers.pids(List.of(directory)).size() != count) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.sleep(5);
            }
        }
    }

    @Test
    void theKernelsKillsForMemoryAreCounted() throws Exception {
        CgroupPlan plan = plan(
                CgroupLimits.NONE.withMemory(
                        MemoryLimits.NONE.withLimit(16 << 20).withSwap(16 << 20)),
                Membership.NEEDED);
        assumeTrue(plan.unsupported().isEmpty());
        assertThat(last().oomKills()).isZero();
        assertThat(exitCode(run(plan, "tail /dev/zero"))).isEqualTo(137);
        assertThat(last().oomKills()).isEqualTo(1);
        assertThat(Files.readString(plan.oomFile().orElseThrow())).contains("oom_kill 1\n");
    }

    /** Until the kernel has refused it a process. */
    private static void awaitBomb(CgroupPlan plan) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (read(plan, "pids.events").equals("max 0")) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
    }

    @Test
    void aForkBombStaysSmallAndDies() throws Exception {
        for (Membership membership : Membership.values()) {
            CgroupPlan plan = plan(CgroupLimits.NONE.withPids(50), membership);
            assumeTrue(plan.unsupported().isEmpty());
            run(plan, BOMB);
            awaitBomb(plan);
            // Those of several hierarchies, which come and go between the looks.
            assertThat(last().pids().size()).isBetween(2, 250);
            assertThat(last().kill(PATIENCE)).isTrue();
            assertThat(last().pids()).isEmpty();
        }
    }

    @Test
    void aForkBombDiesWithoutCgroupKillToo() throws Exception {
        assumeTrue(host.v1().containsKey("pids") && host.v1().containsKey("freezer"));
        CgroupHost old = new CgroupHost(host.v1(), java.util.Optional.empty(), java.util.Set.of());
        parent = new CgroupTree(old).prepare(PARENT);
        CgroupPlan plan = plan(CgroupLimits.NONE.withPids(50), Membership.NEEDED);
        run(plan, BOMB);
        awaitBomb(plan);
        assertThat(last().kill(PATIENCE)).isTrue();
        assertThat(last().pids()).isEmpty();
    }

    @Test
    void frozenProcessesStandStillAndCanBeKilled() throws Exception {
        for (boolean unified : new boolean[] {true, false}) {
            CgroupHost seen =
                    unified ? host : new CgroupHost(host.v1(), java.util.Optional.empty(), java.util.Set.of());
            assumeTrue(seen.mode() != CgroupMode.NONE);
            parent = new CgroupTree(seen).prepare(PARENT);
            CgroupPlan plan = plan(CgroupLimits.NONE, Membership.EVERY);
            run(plan, "while :; do :; done");
            awaitPids(plan, 1);
            last().freeze(PATIENCE);
            assertThat(last().isFrozen()).isTrue();
            awaitStill();
            last().thaw();
            assertThat(last().isFrozen()).isFalse();
            last().freeze(PATIENCE);
            assertThat(last().kill(PATIENCE)).isTrue();
        }
    }

    /** Until it has used no more time for a while: the last of it is counted when it stands already. */
    private void awaitStill() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Duration before;
        do {
            assertThat(System.nanoTime()).isLessThan(end);
            before = last().stats().cpu();
            Thread.sleep(50);
        } while (!last().stats().cpu().equals(before));
    }

    @Test
    void devicesOutsideTheListCannotBeOpened() throws Exception {
        Path node = Files.createTempDirectory("sampan-device").resolve("kmsg");
        try {
            CgroupPlan plan = plan(CgroupLimits.NONE.withDevices(List.of()), Membership.NEEDED);
            assertThat(exitCode(run(
                            plan,
                            "mknod " + node + " c 1 11 || exit 3; head -c0 < " + node + " && exit 4; "
                                    + "head -c1 /dev/zero > /dev/null || exit 5; exit 0")))
                    .isZero();
            Files.deleteIfExists(node);
            last().apply(CgroupLimits.NONE.withDevices(List.of(DeviceRule.parse(true, "c 1:11 r"))));
            assertThat(exitCode(run(plan, "mknod " + node + " c 1 11 && head -c0 < " + node)))
                    .isZero();
        } finally {
            Files.deleteIfExists(node);
            Files.delete(node.resolveSibling(""));
        }
    }

    @Test
    void aCgroupInUseIsNotTakenOver() throws Exception {
        CgroupPlan plan = plan(CgroupLimits.NONE, Membership.NEEDED);
        run(plan, "exec sleep 100");
        awaitPids(plan, 1);
        assertThatThrownBy(() -> Cgroup.create(parent, plan)).hasMessageContaining("in use");
        assertThat(last().pids()).hasSize(1);
    }

    @Test
    void anEmptyOneOfTheSameNameIsReplaced() throws Exception {
        assumeTrue(host.v1().containsKey("pids"));
        plan(CgroupLimits.NONE.withPids(3), Membership.EVERY);
        CgroupPlan again = CgroupPlan.create(parent, "c0", CgroupLimits.NONE, Membership.EVERY);
        Cgroup.create(parent, again);
        assertThat(read(again, "pids.max")).isEqualTo("max");
    }

    @Test
    void aLimitTheKernelRefusesLeavesNothing() {
        CgroupLimits limits = CgroupLimits.NONE.withCpu(CpuLimits.NONE.withCpus(CpuList.parse("8000")));
        CgroupPlan plan = CgroupPlan.create(parent, "refused", limits, Membership.EVERY);
        assumeTrue(plan.unsupported().isEmpty());
        assertThatThrownBy(() -> Cgroup.create(parent, plan)).hasMessageContaining("cpuset.cpus\", \"8000\") = ");
        plan.directories().forEach(directory -> assertThat(directory).doesNotExist());
    }

    @Test
    void cgroupsMadeInsideAreRemovedToo() throws Exception {
        CgroupPlan plan = plan(CgroupLimits.NONE, Membership.EVERY);
        for (Path directory : plan.directories()) {
            Files.createDirectories(directory.resolve("inner/most"));
        }
        assertThat(last().remove(PATIENCE)).isTrue();
    }

    @Test
    void knowsTheUnifiedCgroupOfAProcess() throws Exception {
        assumeTrue(host.unified().isPresent());
        CgroupPlan plan = plan(CgroupLimits.NONE, Membership.NEEDED);
        Process process = run(plan, "exec sleep 100");
        awaitPids(plan, 1);
        assertThat(Cgroup.unifiedOf((int) process.pid())).contains(last().path());
        assertThat(Cgroup.unifiedOf(Integer.MAX_VALUE)).isEmpty();
    }
}
