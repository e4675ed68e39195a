package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What --on-unhealthy does to a container whose health check fails. */
final class OnUnhealthyTest extends EngineTest {
    /** Healthy in its first run until somebody makes /sick, and always in later ones. */
    private static final String HEALTH = "test ! -e /sick || test -e /second";

    private static final String PROGRAM =
            "if [ -e /sick ]; then touch /second; fi; trap 'exit 7' TERM; while :; do sleep 0.1; done";

    private void start(String name, String... flags) {
        List<String> line = new ArrayList<>(List.of("run", "-d", "--name", name, "--network", "none"));
        line.addAll(List.of("--health-cmd", HEALTH, "--health-interval", "200ms", "--health-retries", "2"));
        line.addAll(List.of(flags));
        line.addAll(List.of(BUSYBOX, "sh", "-c", PROGRAM));
        sampan().run(line.toArray(String[]::new)).succeeds();
    }

    private String look(String name, String format) {
        return sampan().run("inspect", "--format", format, name).succeeds().line();
    }

    private void sicken(String name) {
        sampan().run("exec", name, "touch", "/sick").succeeds();
    }

    private void awaitState(String name, String format, String expected) {
        await().until(() -> look(name, format).equals(expected));
    }

    private List<String> actions(String name) {
        return told("--filter", "container=" + name, "--format", "{{.Action}}")
                .succeeds()
                .out()
                .lines()
                .filter(action -> !action.startsWith("exec_"))
                .toList();
    }

    @Test
    void restartStopsItAndStartsItAgain() {
        try {
            start("again", "--on-unhealthy", "restart");
            String first = look("again", "{{.State.StartedAt}}");
            assertThat(look("again", "{{json .HostConfig.OnUnhealthy}}")).isEqualTo("\"restart\"");
            sicken("again");
            await().until(() -> !look("again", "{{.State.StartedAt}}").equals(first));
            awaitState("again", "{{.State.Health.Status}}", "healthy");
            await().until(() -> actions("again").contains("restart"));
            assertThat(actions("again"))
                    .containsSubsequence("health_status: unhealthy", "kill", "die", "stop", "start", "restart");
        } finally {
            sampan().run("rm", "-f", "again");
        }
    }

    @Test
    void stopIsAsByHandAndNoPolicyStartsItAgain() {
        try {
            start("ended", "--on-unhealthy", "stop", "--restart", "always");
            sicken("ended");
            awaitState("ended", "{{.State.Status}} {{.State.ExitCode}}", "exited 7");
            assertThat(look("ended", "{{.RestartCount}}")).isEqualTo("0");
        } finally {
            sampan().run("rm", "-f", "ended");
        }
    }

    @Test
    void killLeavesTheRestToTheRestartPolicy() {
        try {
            start("killed", "--on-unhealthy", "kill");
            start("back", "--on-unhealthy", "kill", "--restart", "on-failure");
            sicken("killed");
            sicken("back");
            awaitState("killed", "{{.State.Status}} {{.State.ExitCode}}", "exited 137");
            awaitState("back", "{{.State.Status}} {{.RestartCount}}", "running 1");
            awaitState("back", "{{.State.Health.Status}}", "healthy");
        } finally {
            sampan().run("rm", "-f", "killed", "back");
        }
    }

    /** Also by an engine that came later. */
    @Test
    void updateChangesItWhileItRuns() {
        try {
            start("later");
            assertThat(look("later", "{{json .HostConfig}}")).doesNotContain("OnUnhealthy");
            sampan().run("update", "--on-unhealthy", "stop", "later").succeeds();
            assertThat(sampan().run("update", "--on-unhealthy", "x", "later").err())
                    .contains("unknown action 'x'; use one of 'none', 'restart', 'stop', or 'kill'");
            sampan().killEngine();
            sicken("later");
            awaitState("later", "{{.State.Status}}", "exited");
        } finally {
            sampan().run("rm", "-f", "later");
        }
    }

    @Test
    void noneIsAsWithoutIt() {
        try {
            start("left", "--on-unhealthy", "none");
            sicken("left");
            awaitState("left", "{{.State.Health.Status}} {{.State.Status}}", "unhealthy running");
        } finally {
            sampan().run("rm", "-f", "left");
        }
    }
}
