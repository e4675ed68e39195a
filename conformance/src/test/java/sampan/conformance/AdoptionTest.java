package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine is disposable: killed at any instant, it loses nothing, and the next one takes over what runs. */
final class AdoptionTest extends EngineTest {
    private static final int CONTAINERS = 20;
    private static final int LINES = 400;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void twentyContainersRunLogAndEndWithoutAnEngine() throws InterruptedException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < CONTAINERS; i++) {
            ids.add(detached("i=0; while [ $i -lt " + LINES
                    + " ]; do echo line $i; i=$((i+1)); [ $((i % 100)) = 0 ] && sleep 0.3; done; exit " + i));
        }
        sampan().killEngine();
        assertThat(sampan().engine()).isEmpty();
        Thread.sleep(Duration.ofSeconds(3));
        String everyLine = IntStream.range(0, LINES)
                .mapToObj(line -> "line " + line + "\n")
                .reduce("", String::concat);
        for (int i = 0; i < CONTAINERS; i++) {
            assertThat(sampan().run("wait", ids.get(i)).succeeds().line()).isEqualTo(Integer.toString(i));
            assertThat(sampan().run("logs", ids.get(i)).succeeds().out()).isEqualTo(everyLine);
        }
    }

    @Test
    void aRunningContainerIsAdoptedByTheNextEngine() throws IOException {
        String waiting = detached("echo before; until [ -e /gate/open ]; do sleep 0.1; done; echo after; exit 33");
        sampan().killEngine();
        assertThat(sampan().run("inspect", "-f", "{{.State.Status}}", waiting).line())
                .isEqualTo("running");
        assertThat(sampan().run("exec", waiting, "echo", "still here")
                        .succeeds()
                        .line())
                .isEqualTo("still here");
        Files.createFile(folder.resolve("open"));
        assertThat(sampan().run("wait", waiting).line()).isEqualTo("33");
        assertThat(sampan().run("logs", waiting).out()).isEqualTo("before\nafter\n");
    }

    private String detached(String line) {
        return sampan().run("run", "-d", "-v", folder + ":/gate", BUSYBOX, "sh", "-c", line)
                .succeeds()
                .line();
    }

    @Test
    void anAttachedForegroundContainerDoesNotNoticeTheEnginesDeath() throws IOException, InterruptedException {
        Process run =
                sampan().start("run", "-i", BUSYBOX, "sh", "-c", "echo ready; read word; echo got $word; exit 12");
        try (var output = run.inputReader();
                var input = run.outputWriter()) {
            assertThat(output.readLine()).isEqualTo("ready");
            sampan().killEngine();
            input.write("it\n");
            input.flush();
            assertThat(output.readLine()).isEqualTo("got it");
        }
        assertThat(run.waitFor()).isEqualTo(12);
    }

    @Test
    void aSecondEngineOnTheSameRootIsRefused() throws IOException, InterruptedException {
        sampan().run("version").succeeds();
        Process second = new ProcessBuilder(
                        Sampan.binary().toString(),
                        "daemon",
                        "--data-root",
                        sampan().dataRoot().toString(),
                        "--exec-root",
                        folder.resolve("exec").toString(),
                        "-H",
                        "unix://" + folder.resolve("sock"))
                .redirectErrorStream(true)
                .start();
        String said = new String(second.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(second.waitFor()).isEqualTo(1);
        assertThat(said)
                .contains("another engine")
                .contains(sampan().dataRoot().toString())
                .doesNotContain("Exception");
    }

    /** The engine was killed after it had cleared away the run, and before the container. */
    @Test
    void aHalfRemovedContainerOfRunRmDoesNotComeBack() throws IOException {
        String id = sampan().run("run", "-d", "--rm", "-v", "half:/d", BUSYBOX, "sleep", "600")
                .succeeds()
                .line();
        int pid = Integer.parseInt(
                sampan().run("inspect", "-f", "{{.State.Pid}}", id).line());
        ProcessHandle monitor =
                ProcessHandle.of(Long.parseLong(Proc.status(pid, "PPid"))).orElseThrow();
        sampan().killEngine();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        monitor.onExit().join();
        Sampan.delete(sampan().execRoot().resolve("containers").resolve(id));
        assertThat(sampan().run("ps", "-aq", "--no-trunc").succeeds().out()).doesNotContain(id);
        sampan().run("volume", "rm", "half").succeeds();
    }

    @Test
    void whatWasRemovedStaysRemovedWhenTheEngineIsKilled() {
        for (int i = 0; i < 5; i++) {
            sampan().run("run", "--rm", "--name", "gone-at-end", "-v", "once:/d", BUSYBOX, "true")
                    .succeeds();
            sampan().run("create", "--name", "gone-by-hand", "-v", "once:/d", BUSYBOX, "true")
                    .succeeds();
            sampan().run("rm", "gone-by-hand").succeeds();
            sampan().killEngine();
            assertThat(sampan().run("ps", "-a", "--format", "{{.Names}}")
                            .succeeds()
                            .out())
                    .doesNotContain("gone-");
            sampan().run("volume", "rm", "once").succeeds();
        }
    }

    @Test
    void aContainerWhoseMonitorWasKilledIsSeenAsDead() {
        String id =
                sampan().run("run", "-d", BUSYBOX, "sleep", "600").succeeds().line();
        int pid = Integer.parseInt(
                sampan().run("inspect", "-f", "{{.State.Pid}}", id).line());
        long monitor = Long.parseLong(Proc.status(pid, "PPid"));
        ProcessHandle.of(monitor).orElseThrow().destroyForcibly();
        String state;
        do {
            state = sampan().run("inspect", "-f", "{{.State.Status}} {{.State.ExitCode}}", id)
                    .line();
        } while (state.startsWith("running"));
        assertThat(state).isEqualTo("exited 137");
        // Not a moment later; a zombie is dead and waits for its new parent.
        assertThat(Proc.status(pid, "State")).matches("|[ZX].*");
    }
}
