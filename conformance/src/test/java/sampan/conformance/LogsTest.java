package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code logs} shows of what was written: from when, until when, how much, and how. */
final class LogsTest extends EngineTest {
    private String logs(String... arguments) {
        List<String> line = new ArrayList<>(List.of("logs"));
        line.addAll(List.of(arguments));
        return sampan().run(line.toArray(String[]::new)).succeeds().out();
    }

    @Test
    void tailCountsFromTheEndAcrossRotatedFiles() {
        sampan().run(
                        "run",
                        "--name",
                        "rotated",
                        "--log-opt",
                        "max-size=16k",
                        "--log-opt",
                        "max-file=3",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "for i in $(seq 1 2000); do echo line $i; done")
                .succeeds();
        assertThat(logs("-n", "3", "rotated")).isEqualTo("line 1998\nline 1999\nline 2000\n");
        assertThat(logs("--tail", "600", "rotated").lines()).hasSize(600).startsWith("line 1401");
        assertThat(logs("--tail", "0", "rotated")).isEmpty();
        assertThat(logs("--tail", "what", "rotated")).isEqualTo(logs("rotated")).endsWith("line 2000\n");
        sampan().run("rm", "rotated").succeeds();
    }

    @Test
    void timesAreMomentsOrDistances() throws Exception {
        sampan().run("run", "--name", "timed", BUSYBOX, "sh", "-c", "echo early; sleep 1.5; echo late")
                .succeeds();
        String late = logs("-t", "timed").lines().toList().getLast().split(" ")[0];
        assertThat(logs("--since", late, "timed")).isEqualTo("late\n");
        assertThat(logs("--until", late, "timed")).isEqualTo("early\nlate\n");
        assertThat(logs("--since", "1h", "timed")).isEqualTo("early\nlate\n");
        assertThat(logs("--until", "1h", "timed")).isEmpty();
        assertThat(logs("--since", "2999-01-01", "timed")).isEmpty();
        Sampan.Result wrong = sampan().run("logs", "--since", "xx", "timed");
        assertThat(wrong.err())
                .isEqualTo("invalid value for \"since\": failed to parse value as time or duration: \"xx\"\n");
        assertThat(wrong.code()).isEqualTo(1);
        sampan().run("rm", "timed").succeeds();
    }

    /** As by dockerd: it is made, and does not start. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tag={{.Nope}} | template: log-tag:1:2: executing \"log-tag\" at <.Nope>: can't evaluate field Nope in type *logger.Info",
                "tag={{.Name | template: log-tag:1: unclosed action",
                "labels-regex=[ | error parsing regexp: missing closing ]: `[`",
                "env-regex=[ | error parsing regexp: missing closing ]: `[`"
            })
    void aStartFailsWhereAnOptionIsNotUnderstood(String option, String reason) {
        String sentence = "failed to create task for container: failed to initialize logging driver: " + reason;
        Sampan.Result refused = sampan().run(
                        "run", "--name", "never", "--log-driver", "json-file", "--log-opt", option, BUSYBOX, "true");
        assertThat(refused.err()).contains("Error response from daemon: " + sentence);
        assertThat(refused.code()).isEqualTo(125);
        assertThat(sampan().run("inspect", "-f", "{{.State.Status}} {{.State.ExitCode}} {{.State.Error}}", "never")
                        .line())
                .isEqualTo("created 128 " + sentence);
        sampan().run("rm", "never").succeeds();
    }

    @Test
    void detailsAreWhatTheOptionsName() {
        sampan().run(
                        "run",
                        "--name",
                        "detailed",
                        "--label",
                        "a=b",
                        "-e",
                        "X=y z",
                        "--log-driver",
                        "json-file",
                        "--log-opt",
                        "labels=a",
                        "--log-opt",
                        "env=X",
                        BUSYBOX,
                        "echo",
                        "one")
                .succeeds();
        assertThat(logs("--details", "detailed")).isEqualTo("X=y+z,a=b one\n");
        sampan().run("run", "--name", "plain", BUSYBOX, "echo", "one").succeeds();
        assertThat(logs("--details", "plain")).isEqualTo(" one\n");
        sampan().run(
                        "run",
                        "--name",
                        "tagged",
                        "--log-driver",
                        "json-file",
                        "--log-opt",
                        "tag={{.Name}}/x",
                        BUSYBOX,
                        "echo",
                        "one")
                .succeeds();
        assertThat(logs("--details", "tagged")).isEqualTo("tag=tagged%2Fx one\n");
        sampan().run("rm", "detailed", "plain", "tagged").succeeds();
    }

    @Test
    void followGoesOnUntilTheEnd() throws IOException {
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        "followed",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "for i in 1 2 3; do echo $i; sleep 0.3; done; echo no end; printf tail")
                .succeeds();
        Process following = sampan().start("logs", "-f", "followed");
        String out = new String(following.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(out).isEqualTo("1\n2\n3\nno end\ntail");
        sampan().run("rm", "followed").succeeds();
    }

    @Test
    void driversAreKnownOrNamed() {
        sampan().run("run", "--name", "silent", "--log-driver", "none", BUSYBOX, "echo", "hi")
                .succeeds();
        assertThat(sampan().run("logs", "silent").err()).contains("configured logging driver does not support reading");
        sampan().run("rm", "silent").succeeds();
        assertThat(sampan().run("create", "--log-driver", "foo", BUSYBOX).err())
                .contains("error looking up logging plugin foo: plugin \"foo\" not found");
        assertThat(sampan().run("create", "--log-opt", "foo=bar", BUSYBOX).err())
                .contains("unknown log opt 'foo' for local log driver");
        assertThat(sampan().run("create", "--log-opt", "mode=x", BUSYBOX).err())
                .contains("logger: logging mode not supported: x");
    }
}
