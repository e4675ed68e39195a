package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a container has of its host's that criu cannot write into files, or the host lacks when it comes back: {@code --shell-job}, {@code --lsm-profile}. */
final class RuntimeCheckpointHostTest extends CheckpointTest {
    private static final Path APPARMOR = Path.of("/sys/kernel/security/apparmor");

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

    @Test
    void aProfileOfAModuleThatTheHostLacksIsAnError() throws IOException, InterruptedException {
        assumeTrue(works());
        assumeFalse(Files.exists(APPARMOR), "AppArmor is active");
        bundle.runs("sh", "-c", COUNTING);
        Path before = start("before", "run", "-d", "c");
        awaitCount(before, 1);
        criu("checkpoint", "--image-path", images(), "c").succeeds();
        Sampan.Result refused = criu("restore", "-d", "--lsm-profile", "apparmor:other", "--image-path", images(), "c");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("apparmor LSM specified but apparmor not supported by kernel");
        assertThat(bundle.state()).isEmptyDirectory();
        assertThat(criu("restore", "-d", "--lsm-profile", "other", "--image-path", images(), "c")
                        .err())
                .contains("invalid argument other for --lsm-profile");
        Path after = start("after", "restore", "-d", "--lsm-profile", "none:", "--image-path", images(), "c");
        awaitCount(after, 1);
        bundle.run("delete", "-f", "c").succeeds();
    }
}
