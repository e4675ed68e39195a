package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Restart policies: what starts again, when, and what a person's word does to it. */
final class RestartTest extends EngineTest {
    private void run(String name, String policy, String script) {
        sampan().run("run", "-d", "--name", name, "--restart", policy, BUSYBOX, "sh", "-c", script)
                .succeeds();
    }

    private String inspect(String name, String template) {
        return sampan().run("inspect", "--format", template, name).succeeds().line();
    }

    private int restarts(String name) {
        return Integer.parseInt(inspect(name, "{{.RestartCount}}"));
    }

    private void awaitState(String name, String state) {
        await().until(() -> inspect(name, "{{.State.Status}}").equals(state));
    }

    @Test
    void onFailureStartsAgainAsOftenAsItWasTold() {
        Sampan.Result first = sampan().run(
                        "run", "--name", "fails", "--restart", "on-failure:2", BUSYBOX, "sh", "-c", "echo hi; exit 3");
        assertThat(first.code()).isEqualTo(3);
        assertThat(first.out()).isEqualTo("hi\n");
        await().until(() -> restarts("fails") == 2);
        awaitState("fails", "exited");
        assertThat(sampan().run("logs", "fails").out()).isEqualTo("hi\nhi\nhi\n");
        run("works", "on-failure", "exit 0");
        awaitState("works", "exited");
        assertThat(restarts("works")).isZero();
        sampan().run("rm", "fails", "works").succeeds();
    }

    @Test
    void whileItWaitsItIsRestarting() {
        run("loops", "always", "exit 3");
        await().until(() -> restarts("loops") > 3);
        awaitState("loops", "restarting");
        // Between the commands it may be running for a moment.
        await().untilAsserted(() -> assertThat(sampan().run("ps").out()).contains("Restarting (3)"));
        await().untilAsserted(() -> assertThat(inspect("loops", "{{.State.Running}} {{.State.Restarting}}"))
                .isEqualTo("true true"));
        await().untilAsserted(() -> assertThat(sampan().run("attach", "loops").err())
                .isEqualTo("You cannot attach to a restarting container, wait until it is running\n"));
        await().untilAsserted(() ->
                assertThat(sampan().run("exec", "loops", "true").err()).contains("is restarting, wait until"));
        await().untilAsserted(() ->
                assertThat(sampan().run("rm", "loops").err()).contains("You cannot remove a restarting container"));
        assertThat(sampan().run("stop", "loops").succeeds().line()).isEqualTo("loops");
        assertThat(inspect("loops", "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("exited 3");
        sampan().run("rm", "loops").succeeds();
    }

    @Test
    void whatIsStoppedByHandStaysSo() throws Exception {
        run("stopped", "always", "exec sleep 1000");
        run("killed", "unless-stopped", "exec sleep 1000");
        sampan().run("stop", "-t", "0", "stopped").succeeds();
        sampan().run("kill", "killed").succeeds();
        awaitState("stopped", "exited");
        awaitState("killed", "exited");
        Thread.sleep(300); // A policy would have it start again after 100.
        sampan().killEngine();
        assertThat(inspect("stopped", "{{.State.Status}}")).isEqualTo("exited");
        assertThat(inspect("killed", "{{.State.Status}}")).isEqualTo("exited");
        sampan().run("start", "stopped").succeeds();
        int pid = Integer.parseInt(inspect("stopped", "{{.State.Pid}}"));
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().until(() -> restarts("stopped") == 1);
        sampan().run("rm", "-f", "stopped", "killed").succeeds();
    }

    @Test
    void theNextEngineDoesWhatTheLastOneLeft() {
        run("survivor", "always", "exec sleep 1000");
        int pid = Integer.parseInt(inspect("survivor", "{{.State.Pid}}"));
        sampan().killEngine();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().until(() ->
                inspect("survivor", "{{.State.Status}} {{.RestartCount}}").equals("running 1"));
        sampan().run("rm", "-f", "survivor").succeeds();
    }

    /** Nothing runs of another boot, whatever its files say: all its processes are gone, and what it had in memory. */
    @Test
    void afterARebootWhatIsToRunAlwaysRunsAgain() throws Exception {
        run("always", "always", "exec sleep 1000");
        run("never", "no", "exec sleep 1000");
        run("stopped", "unless-stopped", "exec sleep 1000");
        sampan().run("stop", "-t", "0", "stopped").succeeds();
        List<ProcessHandle> processes = List.of(process("always"), process("never"));
        List<ProcessHandle> monitors = processes.stream()
                .map(process -> process.parent().orElseThrow())
                .toList();
        sampan().killEngine();
        for (ProcessHandle process :
                Stream.concat(monitors.stream(), processes.stream()).toList()) {
            process.destroyForcibly();
            await().until(() -> !process.isAlive());
        }
        removeAll(sampan().execRoot().resolve("containers"));
        try (Stream<Path> folders = Files.list(sampan().dataRoot().resolve("containers"))) {
            for (Path record : folders.map(folder -> folder.resolve("container.json"))
                    .filter(Files::exists)
                    .toList()) {
                String text = Files.readString(record);
                assertThat(text).contains("\"bootId\"");
                Files.writeString(record, text.replaceAll("\"bootId\": ?\"[^\"]*\"", "\"bootId\":\"another\""));
            }
        }
        awaitState("always", "running");
        assertThat(inspect("never", "{{.State.Status}}")).isEqualTo("exited");
        assertThat(inspect("stopped", "{{.State.Status}}")).isEqualTo("exited");
        sampan().run("rm", "-f", "always", "never", "stopped").succeeds();
    }

    private ProcessHandle process(String name) {
        return ProcessHandle.of(Long.parseLong(inspect(name, "{{.State.Pid}}"))).orElseThrow();
    }

    private static void removeAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void policiesThatMakeNoSenseAreRefused() {
        assertThat(sampan().run("create", "--restart", "always", "--rm", BUSYBOX)
                        .err())
                .contains("conflicting options: cannot specify both --restart and --rm");
        String[][] wrong = {
            {"foo", "unknown policy 'foo'"},
            {"always:3", "maximum retry count can only be used with 'on-failure'"},
            {"on-failure:-1", "maximum retry count cannot be negative"},
            {"on-failure:x", "maximum retry count must be an integer"},
            {":3", "no policy provided before colon"},
        };
        for (String[] pair : wrong) {
            Sampan.Result result = sampan().run("create", "--restart", pair[0], BUSYBOX);
            assertThat(result.err()).contains(pair[1]);
            assertThat(result.code()).isNotZero();
        }
        assertThat(sampan().run("ps", "-aq").line()).isEmpty();
    }
}
