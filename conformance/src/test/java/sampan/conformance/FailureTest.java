package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input: one clear sentence on standard error, Docker's exit code, and nothing left behind. */
final class FailureTest extends EngineTest {
    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of(127, "\"no-such-program\": executable file not found in $PATH", new String[] {
                    "run", "--rm", BUSYBOX, "no-such-program"
                }),
                Arguments.of(
                        127, "no such file or directory", new String[] {"run", "--rm", BUSYBOX, "/no/such/program"}),
                Arguments.of(126, "permission denied", new String[] {"run", "--rm", BUSYBOX, "/etc/passwd"}),
                Arguments.of(126, "permission denied", new String[] {"run", "--rm", BUSYBOX, "/etc"}),
                Arguments.of(125, "unknown flag: --no-such-flag", new String[] {"run", "--no-such-flag", BUSYBOX}),
                Arguments.of(125, "invalid reference format", new String[] {"run", "UPPER CASE"}),
                Arguments.of(
                        125, "repository name (library/Busybox) must be lowercase", new String[] {"run", "Busybox"}),
                Arguments.of(
                        125, "Unable to find image 'no-such-image:latest' locally", new String[] {"run", "no-such-image"
                        }),
                Arguments.of(125, "invalid size", new String[] {"run", "--memory", "lots", BUSYBOX}),
                Arguments.of(125, "Minimum memory limit", new String[] {"run", "--memory", "1k", BUSYBOX}),
                Arguments.of(
                        125, "working directory 'relative' is invalid", new String[] {"run", "-w", "relative", BUSYBOX
                        }),
                Arguments.of(
                        125, "Invalid container name (bad name)", new String[] {"run", "--name", "bad name", BUSYBOX}),
                Arguments.of(125, "unknown capability", new String[] {"run", "--cap-add", "FLY", BUSYBOX}),
                Arguments.of(125, "invalid", new String[] {"run", "-v", "/a:/b:/c:/d", BUSYBOX}),
                Arguments.of(125, "invalid", new String[] {"run", "--mount", "type=bind,nonsense", BUSYBOX}),
                Arguments.of(127, "error gathering device information", new String[] {
                    "run", "--rm", "--device", "/dev/no-such-device", BUSYBOX
                }),
                Arguments.of(125, "invalid", new String[] {"run", "--ulimit", "nofile=a", BUSYBOX}),
                Arguments.of(
                        125, "No such container: nobody", new String[] {"run", "--network", "container:nobody", BUSYBOX
                        }));
    }

    static Stream<Arguments> linesOnWhatIsNotThere() {
        return Stream.of(
                Arguments.of(1, "No such container: nobody", new String[] {"stop", "nobody"}),
                Arguments.of(1, "No such container: nobody", new String[] {"rm", "nobody"}),
                Arguments.of(1, "No such container: nobody", new String[] {"logs", "nobody"}),
                Arguments.of(1, "No such container: nobody", new String[] {"exec", "nobody", "true"}),
                Arguments.of(1, "nobody", new String[] {"inspect", "nobody"}),
                Arguments.of(1, "No such image: nothing:latest", new String[] {"rmi", "nothing"}),
                Arguments.of(1, "unknown command: sampan frobnicate", new String[] {"frobnicate"}),
                Arguments.of(1, "requires at least 1 argument", new String[] {"run"}),
                Arguments.of(1, "requires at least 1 argument", new String[] {"stop"}));
    }

    @ParameterizedTest
    @MethodSource({"lines", "linesOnWhatIsNotThere"})
    void oneSentenceAndDockersExitCode(int code, String sentence, String[] line) {
        Sampan.Result result = sampan().run(line);
        assertThat(result.err())
                .as("stderr of %s", String.join(" ", line))
                .containsIgnoringCase(sentence)
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        if (!line[0].equals("inspect")) {
            assertThat(result.out()).isEmpty();
        }
        if (!sentence.startsWith("requires")) {
            assertThat(result.code()).isEqualTo(code);
        }
        assertThat(sampan().run("ps", "-aq").line()).as("containers left").isEmpty();
    }

    @Test
    void aNameIsTakenOnce() {
        sampan().run("create", "--name", "twin", BUSYBOX).succeeds();
        Sampan.Result second = sampan().run("create", "--name", "twin", BUSYBOX);
        assertThat(second.code()).isEqualTo(1);
        assertThat(second.err()).contains("Conflict. The container name \"/twin\" is already in use by container");
        sampan().run("rm", "twin").succeeds();
    }

    @Test
    void aContainerThatCannotStartIsKeptUnlessItIsToBeRemoved() {
        sampan().run("run", "--name", "stillborn", BUSYBOX, "no-such-program");
        assertThat(sampan().run("inspect", "-f", "{{.State.Status}} {{.State.ExitCode}}", "stillborn")
                        .line())
                .isEqualTo("created 127");
        sampan().run("rm", "stillborn").succeeds();
    }

    @Test
    void aRunningContainerIsNotRemovedWithoutForce() {
        sampan().run("run", "-d", "--name", "busy", BUSYBOX, "sleep", "1000").succeeds();
        Sampan.Result result = sampan().run("rm", "busy");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).containsIgnoringCase("running container");
        sampan().run("rm", "-f", "busy").succeeds();
    }

    @Test
    void aMalformedArchiveIsRefusedAndLeavesNoImage() {
        Sampan.Result result = sampan().runWith(
                        "this is no tar".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "import",
                        "-",
                        "localhost/broken");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isNotBlank().doesNotContain("Exception");
        assertThat(sampan().run("images", "-q", "localhost/broken").line()).isEmpty();
    }
}
