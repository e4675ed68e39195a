package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import org.junit.jupiter.api.Test;

/** Health checks, as {@code ps}, filters and {@code inspect} show them. */
final class HealthTest extends EngineTest {
    private String status(String name) {
        return sampan().run("inspect", "--format", "{{.State.Health.Status}}", name)
                .succeeds()
                .line();
    }

    private void awaitStatus(String name, String status) {
        await().until(() -> status(name).equals(status));
    }

    @Test
    void goesFromStartingToUnhealthyToHealthy() {
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        "sick",
                        "--health-cmd",
                        "until [ -e /look ]; do sleep 0.1; done; echo looked; test -e /ok",
                        "--health-interval",
                        "300ms",
                        "--health-retries",
                        "2",
                        BUSYBOX,
                        "sleep",
                        "1000")
                .succeeds();
        assertThat(sampan().run("ps").out()).contains("(health: starting)");
        sampan().run("exec", "sick", "touch", "/look").succeeds();
        awaitStatus("sick", "unhealthy");
        assertThat(sampan().run("ps").out()).contains("(unhealthy)");
        assertThat(sampan().run("ps", "-q", "-f", "health=unhealthy").line()).isNotEmpty();
        assertThat(sampan().run("inspect", "--format", "{{json .State.Health}}", "sick")
                        .out())
                .contains("\"ExitCode\":1", "\"Output\":\"looked\\n\"", "\"FailingStreak\":");
        sampan().run("exec", "sick", "touch", "/ok").succeeds();
        awaitStatus("sick", "healthy");
        assertThat(sampan().run("ps", "-q", "-f", "health=healthy").line()).isNotEmpty();
        assertThat(sampan().run("ps", "-q", "-f", "health=none").line()).isEmpty();
        sampan().killEngine();
        awaitStatus("sick", "healthy");
        sampan().run("rm", "-f", "sick").succeeds();
    }

    @Test
    void whileItStartsItIsCheckedMoreOften() {
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        "early",
                        "--health-cmd",
                        "true",
                        "--health-interval",
                        "10h",
                        "--health-start-period",
                        "1h",
                        "--health-start-interval",
                        "100ms",
                        BUSYBOX,
                        "sleep",
                        "1000")
                .succeeds();
        awaitStatus("early", "healthy");
        assertThat(sampan().run("inspect", "--format", "{{.Config.Healthcheck.StartInterval}}", "early")
                        .line())
                .isEqualTo("100ms");
        sampan().run("rm", "-f", "early").succeeds();
    }

    @Test
    void aCheckThatTakesTooLongFails() {
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        "slow",
                        "--health-cmd",
                        "sleep 100",
                        "--health-interval",
                        "200ms",
                        "--health-timeout",
                        "300ms",
                        "--health-retries",
                        "1",
                        BUSYBOX,
                        "sleep",
                        "1000")
                .succeeds();
        awaitStatus("slow", "unhealthy");
        assertThat(sampan().run("inspect", "--format", "{{json .State.Health}}", "slow")
                        .out())
                .contains("\"ExitCode\":-1", "Health check exceeded timeout (");
        sampan().run("rm", "-f", "slow").succeeds();
    }

    @Test
    void valuesThatMakeNoSenseAreRefused() {
        String[][] wrong = {
            {"--no-healthcheck --health-cmd x", "--no-healthcheck conflicts with --health-* options"},
            {"--health-cmd x --health-interval -1s", "--health-interval cannot be negative"},
            {"--health-cmd x --health-timeout -1s", "--health-timeout cannot be negative"},
            {"--health-cmd x --health-retries -1", "--health-retries cannot be negative"},
            {"--health-cmd x --health-interval 1us", "Interval in Healthcheck cannot be less than 1ms"},
            {"--on-unhealthy x", "unknown action 'x'; use one of 'none', 'restart', 'stop', or 'kill'"},
            {"--health-cmd x --health-interval foo", "time: invalid duration \"foo\""},
            {"--health-cmd x --health-interval 10", "time: missing unit in duration \"10\""},
        };
        for (String[] pair : wrong) {
            String[] words = ("create " + pair[0] + " " + BUSYBOX).split(" ");
            Sampan.Result result = sampan().run(words);
            assertThat(result.err()).contains(pair[1]);
            assertThat(result.code()).isNotZero();
        }
        sampan().run("run", "-d", "--name", "none", "--no-healthcheck", BUSYBOX, "sleep", "1000")
                .succeeds();
        assertThat(sampan().run("ps", "-q", "-f", "health=none").line()).isNotEmpty();
        sampan().run("rm", "-f", "none").succeeds();
    }
}
