package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits on a host with cgroup2 only: what is written, and what the kernel does with it. {@code conformance/guest/run} has such a host. */
final class UnifiedCgroupTest extends EngineTest {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    @BeforeAll
    static void onlyOnAUnifiedHost() {
        boolean unified = Files.exists(ROOT.resolve("cgroup.controllers"));
        if (!unified) {
            System.out.println("skipped: needs a host with cgroup2 only; conformance/guest/run has one");
        }
        assumeTrue(unified);
    }

    @AfterEach
    void removeContainers() {
        sampan().run("rm", "-f", "box");
    }

    @Test
    void memoryIsLimited() throws IOException {
        box("-m", "64m", "--memory-reservation", "32m", "--memory-swap", "96m");
        assertThat(file("memory.max")).isEqualTo("67108864");
        assertThat(file("memory.low")).isEqualTo("33554432");
        assertThat(file("memory.swap.max")).isEqualTo("33554432");
    }

    @Test
    void aContainerOverItsMemoryIsKilledAndSaysSo() {
        sampan().run(
                        "run",
                        "--name",
                        "box",
                        "-m",
                        "16m",
                        "--memory-swap",
                        "16m",
                        "localhost/busybox",
                        "tail",
                        "/dev/zero");
        assertThat(inspected("{{.State.OOMKilled}} {{.State.ExitCode}}")).isEqualTo("true 137");
    }

    @Test
    void processorTimeIsLimited() throws IOException {
        box("--cpus", "0.25", "--cpu-shares", "512", "--cpuset-cpus", "0");
        assertThat(file("cpu.max")).isEqualTo("25000 100000");
        assertThat(Integer.parseInt(file("cpu.weight"))).isBetween(15, 60);
        assertThat(file("cpuset.cpus.effective")).isEqualTo("0");
        assertThat(inside("nproc")).isEqualTo("1");
        sampan().run("exec", "-d", "box", "sh", "-c", "while :; do :; done").succeeds();
        await().until(() -> throttled() > 0);
    }

    private long throttled() throws IOException {
        return file("cpu.stat")
                .lines()
                .filter(line -> line.startsWith("nr_throttled "))
                .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                .findFirst()
                .orElse(0);
    }

    @Test
    void processesAreCounted() throws IOException {
        box("--pids-limit", "6");
        assertThat(file("pids.max")).isEqualTo("6");
        String said = sampan().run("exec", "box", "sh", "-c", "for i in 1 2 3 4 5 6 7 8; do sleep 60 & done; wait")
                .err();
        assertThat(said).contains("can't fork");
        assertThat(file("pids.events")).doesNotContain("max 0");
    }

    @Test
    void blockDevicesAreThrottledAndWeighed() throws IOException {
        box("--device-write-bps", "/dev/vda:1mb", "--device-read-iops", "/dev/vda:100");
        assertThat(file("io.max")).startsWith("254:0 ").contains("wbps=1048576").contains("riops=100");
    }

    @Test
    void devicesAreDeniedByAProgramOfTheCgroup() {
        box("--cap-add", "MKNOD", "--device-cgroup-rule", "c 1:9 r");
        assertThat(sampan().run("exec", "box", "sh", "-c", "mknod /mem c 1 1; cat /mem")
                        .err())
                .contains("Operation not permitted");
        assertThat(inside("mknod /urandom c 1 9 && head -c 4 /urandom | wc -c")).isEqualTo("4");
        assertThat(inside("head -c 3 /dev/zero | wc -c")).isEqualTo("3");
    }

    @Test
    void limitsChangeWhileItRuns() throws IOException {
        box("-m", "64m", "--pids-limit", "10");
        sampan().run("update", "--memory", "80m", "--memory-swap", "80m", "--pids-limit", "20", "--cpus", "0.5", "box")
                .succeeds();
        assertThat(file("memory.max")).isEqualTo("83886080");
        assertThat(file("memory.swap.max")).isEqualTo("0");
        assertThat(file("pids.max")).isEqualTo("20");
        assertThat(file("cpu.max")).isEqualTo("50000 100000");
    }

    @Test
    void aPausedContainerIsFrozen() throws IOException {
        box();
        sampan().run("pause", "box").succeeds();
        assertThat(file("cgroup.events")).contains("frozen 1");
        sampan().run("unpause", "box").succeeds();
        assertThat(file("cgroup.events")).contains("frozen 0");
    }

    @Test
    void theFirstProcessIsBornInItsCgroup() {
        box();
        // With a cgroup namespace of its own the container sees its cgroup as the root, which holds only if it was
        // there from clone3 on.
        assertThat(inside("cat /proc/1/cgroup")).isEqualTo("0::/");
        assertThat(inside("ls /sys/fs/cgroup")).contains("memory.max").contains("cgroup.procs");
    }

    @Test
    void aPrivilegedContainerMakesCgroupsOfItsOwnOnlyBelowItself() throws IOException {
        box("--privileged", "-m", "64m");
        inside("mkdir /sys/fs/cgroup/inner && echo 1 > /sys/fs/cgroup/inner/cgroup.freeze");
        assertThat(cgroup().resolve("inner")).isDirectory();
        inside("cd /sys/fs/cgroup && mkdir all && for p in $(cat cgroup.procs); do echo $p > all/cgroup.procs; done;"
                + " echo +pids > cgroup.subtree_control");
        assertThat(inside("cat /proc/self/cgroup"))
                .as("no process is where limits are shared out")
                .isEqualTo("0::/all");
        assertThat(Files.readString(cgroup().resolveSibling("memory.max"))).isEqualTo("67108864\n");
    }

    @Test
    void removingAContainerKillsAllThatIsInItsCgroup() throws IOException {
        box();
        inside("for i in 1 2 3 4 5; do setsid sleep 1000 & done");
        Path cgroup = cgroup();
        assertThat(Files.readAllLines(cgroup.resolve("cgroup.procs"))).hasSizeGreaterThan(5);
        sampan().run("rm", "-f", "box").succeeds();
        await().until(() -> !Files.exists(cgroup));
    }

    private void box(String... flags) {
        var line = new java.util.ArrayList<>(java.util.List.of("run", "-d", "--name", "box"));
        line.addAll(java.util.List.of(flags));
        line.addAll(java.util.List.of("localhost/busybox", "sleep", "1000"));
        sampan().run(line.toArray(String[]::new)).succeeds();
    }

    private String inside(String script) {
        return sampan().run("exec", "box", "sh", "-c", script).succeeds().line();
    }

    private String inspected(String format) {
        return sampan().run("inspect", "--format", format, "box").succeeds().line();
    }

    private Path cgroup() throws IOException {
        String path = Files.readString(Path.of("/proc/" + inspected("{{.State.Pid}}") + "/cgroup"))
                .strip();
        return ROOT.resolve(path.substring("0::/".length()));
    }

    private String file(String name) throws IOException {
        return Files.readString(cgroup().resolve(name)).strip();
    }
}
