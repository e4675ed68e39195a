package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code --log-driver journald} where systemd-journald itself keeps the journal. */
final class SystemdJournalTest extends EngineTest {
    private static final String NAME = "journalled";

    @BeforeAll
    static void onlyUnderSystemd() {
        Systemd.assumed();
    }

    @AfterEach
    void removeContainer() {
        sampan().run("rm", "-f", NAME);
    }

    @Test
    void journalctlShowsWhatTheContainerSaid() throws Exception {
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        NAME,
                        "--network",
                        "none",
                        "--log-driver",
                        "journald",
                        BUSYBOX,
                        "echo",
                        "told")
                .succeeds();
        sampan().run("wait", NAME).succeeds();

        await().untilAsserted(() -> assertThat(journal("-o", "cat")).isEqualTo("told\n"));

        String id = sampan().run("ps", "-aq", "--no-trunc").succeeds().line();
        assertThat(journal("-o", "export"))
                .contains("\nCONTAINER_ID_FULL=" + id + "\n", "\nPRIORITY=6\n", "\nIMAGE_NAME=" + BUSYBOX + "\n");
        assertThat(sampan().run("logs", NAME).succeeds().out()).isEqualTo("told\n");
    }

    private static String journal(String... format) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "journalctl", "--no-pager", "-q", "CONTAINER_NAME=" + NAME, format[0], format[1])
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }
}
