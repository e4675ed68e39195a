package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code stats} shows. */
final class StatsTest extends EngineTest {
    @Test
    void aBusyContainerIsSeenToBeBusyAndItsLimitIsShown() {
        sampan().run("run", "-d", "--name", "busy", "-m", "64m", BUSYBOX, "sh", "-c", "while :; do :; done")
                .succeeds();
        List<String> lines =
                sampan().run("stats", "--no-stream").succeeds().out().lines().toList();
        assertThat(lines.getFirst())
                .startsWith("CONTAINER ID   NAME ")
                .contains("CPU %")
                .contains("MEM USAGE / LIMIT")
                .endsWith("PIDS");
        assertThat(lines.getLast()).contains(" busy ").contains(" / 64MiB ").endsWith("1");
        // On a machine that has more to do, it may not have had its turn.
        await().untilAsserted(() -> assertThat(percent("busy")).isPositive());
        sampan().run("rm", "-f", "busy").succeeds();
    }

    private double percent(String container) {
        String line = sampan().run("stats", "--no-stream", "--format", "{{.CPUPerc}}", container)
                .succeeds()
                .line();
        return Double.parseDouble(line.replace("%", ""));
    }

    @Test
    void whatDoesNotRunIsShownWithAllOnly() {
        sampan().run("create", "--name", "idle", BUSYBOX).succeeds();
        assertThat(sampan().run("stats", "--no-stream", "--format", "{{.Name}}")
                        .succeeds()
                        .out())
                .doesNotContain("idle");
        assertThat(sampan().run(
                                "stats",
                                "-a",
                                "--no-stream",
                                "--format",
                                "{{.Name}}|{{.CPUPerc}}|{{.MemUsage}}|{{.PIDs}}")
                        .succeeds()
                        .out())
                .contains("idle|0.00%|0B / 0B|0");
        sampan().run("rm", "idle").succeeds();
    }

    @Test
    void aNameThatNobodyHasIsAnError() {
        Sampan.Result result = sampan().run("stats", "--no-stream", "nobody");
        assertThat(result.code()).isOne();
        assertThat(result.err()).isEqualTo("Error response from daemon: No such container: nobody\n");
    }

    @Test
    void aStreamGoesOnUntilItIsStopped() throws Exception {
        sampan().run("run", "-d", "--name", "calm", BUSYBOX, "sleep", "1000").succeeds();
        Process stream = sampan().start("stats", "calm");
        byte[] begin = stream.getInputStream().readNBytes(200);
        assertThat(stream.getInputStream().readNBytes(600))
                .as("of the next screens")
                .hasSize(600);
        assertThat(stream.isAlive()).isTrue();
        stream.destroy();
        stream.waitFor();
        assertThat(new String(begin, StandardCharsets.UTF_8)).startsWith("\033[HCONTAINER ID");
        sampan().run("rm", "-f", "calm").succeeds();
    }
}
