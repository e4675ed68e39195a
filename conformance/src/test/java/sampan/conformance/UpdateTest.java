package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code update}: limits change at once, are kept, and a refusal changes nothing. */
final class UpdateTest extends EngineTest {
    private static final String SHOWN =
            "{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.NanoCpus}} {{.HostConfig.CpuShares}}"
                    + " {{.HostConfig.RestartPolicy.Name}}";

    @BeforeEach
    void start() {
        sampan().run("run", "-d", "--name", "limited", "--pids-limit", "100", BUSYBOX, "sleep", "1000")
                .succeeds();
    }

    @AfterEach
    void remove() {
        sampan().run("rm", "-f", "limited").succeeds();
    }

    private Sampan.Result update(String... arguments) {
        List<String> line = new ArrayList<>(List.of("update"));
        line.addAll(List.of(arguments));
        line.add("limited");
        return sampan().run(line.toArray(String[]::new));
    }

    private String kept() {
        return sampan().run("inspect", "--format", SHOWN, "limited").succeeds().line();
    }

    /** What the container itself sees of its limits, in either version of control groups. */
    private String seen(String version1, String version2) {
        return sampan().run(
                        "exec",
                        "limited",
                        "sh",
                        "-c",
                        "cat /sys/fs/cgroup/" + version1 + " 2>/dev/null || cat /sys/fs/cgroup/" + version2)
                .succeeds()
                .line();
    }

    @Test
    void limitsChangeAtOnceAndAreKept() {
        assertThat(update("--memory", "64m", "--memory-swap", "128m").succeeds().line())
                .isEqualTo("limited");
        assertThat(seen("memory/memory.limit_in_bytes", "memory.max")).isEqualTo("67108864");
        update("--memory", "32m").succeeds();
        assertThat(update("--memory-swap", "16m").err())
                .contains("Minimum memoryswap limit should be larger than memory limit, see usage");
        assertThat(seen("memory/memory.limit_in_bytes", "memory.max")).isEqualTo("33554432");
        update("--memory", "256m", "--memory-swap", "-1").succeeds();
        assertThat(seen("memory/memory.limit_in_bytes", "memory.max")).isEqualTo("268435456");
        update("--cpus", "0.5").succeeds();
        assertThat(seen("cpu/cpu.cfs_quota_us", "cpu.max")).startsWith("50000");
        update("--pids-limit", "50").succeeds();
        assertThat(seen("pids/pids.max", "pids.max")).isEqualTo("50");
        update("--cpu-shares", "512", "--cpuset-cpus", "0", "--restart", "always")
                .succeeds();
        assertThat(seen("cpuset/cpuset.cpus", "cpuset.cpus")).isEqualTo("0");
        assertThat(kept()).isEqualTo("268435456 -1 500000000 512 always");
        sampan().run("restart", "-t", "0", "limited").succeeds();
        assertThat(seen("memory/memory.limit_in_bytes", "memory.max")).isEqualTo("268435456");
        sampan().killEngine();
        assertThat(kept()).isEqualTo("268435456 -1 500000000 512 always");
    }

    @Test
    void whatMakesNoSenseIsRefusedAndNothingChanges() {
        update("--cpus", "1").succeeds();
        String before = kept();
        String[][] wrong = {
            {"", "you must provide one or more flags when using this command"},
            {"--memory 64m", "Memory limit should be smaller than already set memoryswap limit"},
            {"--memory-swap 64m", "You should always set the Memory limit when using Memoryswap limit, see usage"},
            {"--memory 1", "Minimum memory limit allowed is 6MB"},
            {"--memory foo", "invalid size: 'foo'"},
            {"--memory -1", "invalid size: '-1'"},
            {"--cpu-period 50000", "CPU Period cannot be updated as NanoCPUs has already been set"},
            {"--cpu-quota 20000", "CPU Quota cannot be updated as NanoCPUs has already been set"},
            {"--cpus 100000", "Range of CPUs is from 0.01 to "},
            {"--cpuset-cpus 999", "Requested CPUs are not available"},
            {"--cpuset-cpus x", "Invalid value x for cpuset cpus"},
            {"--restart foo", "unknown policy 'foo'"},
            {"--blkio-weight 70000", "value out of range"},
            {"--pids-limit x", "invalid syntax"},
        };
        for (String[] pair : wrong) {
            String[] words = pair[0].isEmpty() ? new String[0] : pair[0].split(" ");
            Sampan.Result result = update(words);
            assertThat(result.err()).contains(pair[1]);
            assertThat(result.code()).isIn(1, 125);
        }
        assertThat(kept()).isEqualTo(before);
        Sampan.Result some = sampan().run("update", "--cpu-shares", "300", "nosuch", "limited");
        assertThat(some.out()).isEqualTo("limited\n");
        assertThat(some.err()).isEqualTo("Error response from daemon: No such container: nosuch\n");
        assertThat(some.code()).isEqualTo(1);
    }

    @Test
    void aContainerThatIsRemovedAtItsEndIsNotRestarted() {
        sampan().run("run", "-d", "--rm", "--name", "fleeting", BUSYBOX, "sleep", "1000")
                .succeeds();
        assertThat(sampan().run("update", "--restart", "always", "fleeting").err())
                .contains("Restart policy cannot be updated because AutoRemove is enabled for the container");
        sampan().run("rm", "-f", "fleeting").succeeds();
    }
}
