package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a container has of its host's that criu cannot write into files: {@code --shell-job}. */
final class RuntimeCheckpointHostTest extends CheckpointTest {
    private String typed(String... arguments) {
        return String.join(
                        " ", bundle.command(List.of("--criu", CRIU), arguments).command()) + "\n";
    }

    /** What a container counts on a terminal, between what is typed there. */
    private static List<Integer> counted(Pty terminal) {
        return terminal.text()
                .lines()
                .filter(line -> line.matches("[0-9]+"))
                .map(Integer::valueOf)
                .toList();
    }

    private static void awaitMore(Pty terminal, int count) {
        await().untilAsserted(
                        () -> assertThat(counted(terminal)).as(terminal.text()).hasSizeGreaterThan(count));
    }

    /** The container's streams are a terminal of the host's, which is in none of the container's mounts. */
    @Test
    void aShellsTerminalIsWrittenWhereThatIsAskedFor() throws IOException, InterruptedException {
        assumeTrue(works());
        bundle.runs("sh", "-c", COUNTING);
        try (Pty terminal = Pty.start(
                Probe.compile("pty", folder),
                new ProcessBuilder("sh").directory(bundle.folder().toFile()))) {
            terminal.type(typed("run", "-d", "c"));
            awaitMore(terminal, 2);
            Sampan.Result refused = criu("checkpoint", "--image-path", images(), "c");
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("/dev/pts/", "log file: " + images() + "/dump.log");
            awaitMore(terminal, counted(terminal).size());
            criu("checkpoint", "--shell-job", "--image-path", images(), "c").succeeds();
            assertThat(bundle.state()).isEmptyDirectory();
            terminal.type("exit 3\n");
            assertThat(terminal.end()).isEqualTo(3);
        }
    }
}
