package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code top} and {@code port} of a container. */
final class TopTest extends EngineTest {
    @BeforeEach
    void begin() {
        sampan().run("run", "-d", "--name", "two", BUSYBOX, "sh", "-c", "sleep 1000 & sleep 1001")
                .succeeds();
        await().until(() -> {
            String all = sampan().run("top", "two", "-o", "pid,args").out();
            return all.contains("  sleep 1000\n") && all.contains("  sleep 1001\n");
        });
    }

    @AfterEach
    void remove() {
        sampan().run("rm", "-f", "two").succeeds();
    }

    @Test
    void itsProcessesAreShownAndNoOthers() {
        List<String> lines = sampan().run("top", "two").succeeds().out().lines().toList();
        assertThat(lines.getFirst())
                .startsWith("UID                 PID                 PPID  ")
                .endsWith("CMD");
        assertThat(lines.subList(1, lines.size())).hasSize(2).allMatch(line -> line.contains("sleep 100"));
    }

    @Test
    void optionsOfPsAreItsOwn() {
        assertThat(sampan().run("container", "top", "two", "-o", "pid,comm")
                        .succeeds()
                        .out())
                .startsWith("PID                 COMMAND\n")
                .hasLineCount(3);
        assertThat(sampan().run("top", "two", "-o", "comm").err())
                .isEqualTo("Error response from daemon: Couldn't find PID field in ps output\n");
        assertThat(sampan().run("top", "two", "-o", "user=PID").err())
                .isEqualTo("Error response from daemon: specifying \"user=PID\" is not allowed\n");
        assertThat(sampan().run("top", "two", "-o", "pid,nonsense").err())
                .startsWith("Error response from daemon: ps: error: ");
    }

    @Test
    void whatDoesNotRunHasNoProcesses() {
        sampan().run("stop", "-t", "0", "two").succeeds();
        Sampan.Result result = sampan().run("top", "two");
        assertThat(result.code()).isOne();
        assertThat(result.err()).matches("Error response from daemon: Container [0-9a-f]{64} is not running\n");
        assertThat(sampan().run("top", "nobody").err())
                .isEqualTo("Error response from daemon: No such container: nobody\n");
    }

    @Test
    void withoutAContainerItNeedsATerminal() {
        Sampan.Result result = sampan().run("top");
        assertThat(result.code()).isOne();
        assertThat(result.err()).contains("needs a terminal");
    }

    @Test
    void noPortIsPublished() {
        assertThat(sampan().run("port", "two").succeeds().out()).isEmpty();
        assertThat(sampan().run("port", "two", "80").err()).isEqualTo("Error: No public port '80' published for two\n");
        assertThat(sampan().run("port", "two", "foo").err())
                .isEqualTo("Error: invalid port (foo): strconv.ParseUint: parsing \"foo\": invalid syntax\n");
    }
}
