package sampan.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks through what containers write, and on where it is kept. */
final class LogAttackTest extends AttackTest {
    private Path logOf(String id) {
        return Path.of(
                sampan().run("inspect", "-f", "{{.LogPath}}", id).succeeds().line());
    }

    private String ended(String driver, String line) {
        String id = background(BUSYBOX, line, "--log-driver", driver);
        sampan().run("wait", id).succeeds();
        return id;
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "json-file"})
    void cve2026_53489_aLinkInThePlaceOfALogIsNotFollowed(String driver) throws IOException {
        String id = ended(driver, "echo first");
        Path log = logOf(id);
        for (String target : List.of("secret", "void", "empty/new")) {
            Files.delete(log);
            Files.createSymbolicLink(log, Path.of(canary().at(target)));
            canary().isUnseenIn(sampan().run("logs", id));
            canary().isUnseenIn(sampan().run("start", "-a", id));
            canary().isUntouched();
        }
        remove(id);
    }

    /** Found by fuzzing Docker's decoder: damaged frames, and the half frame that a crash leaves. */
    @ParameterizedTest
    @ValueSource(strings = {"local", "json-file"})
    void cve2026_53489_aDamagedLogIsReadAsFarAsItGoes(String driver) throws IOException {
        String id = ended(driver, "echo first; echo second; echo third");
        Path log = logOf(id);
        byte[] whole = Files.readAllBytes(log);
        Random random = new Random(3);
        for (int i = 0; i < 12; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            readable(id, log, damaged);
        }
        readable(id, log, Arrays.copyOf(whole, whole.length - 3));
        readable(id, log, Arrays.copyOf(whole, 2));
        readable(id, log, new byte[0]);
        readable(id, log, "\u007f\u00ff\u00ff\u00ff".repeat(50).getBytes(ISO_8859_1));
        readable(id, log, "\u0000".repeat(5000).getBytes(ISO_8859_1));
        readable(id, log, ("{\"log\":" + "[".repeat(100_000)).getBytes(UTF_8));
        Files.write(log, Arrays.copyOf(whole, whole.length - 3));
        assertThat(sampan().run("logs", id).out()).startsWith("first\nsecond\n");
        remove(id);
    }

    private void readable(String id, Path log, byte[] content) throws IOException {
        Files.write(log, content);
        for (List<String> line : List.of(List.of("logs", id), List.of("logs", "--tail", "2", "-t", id))) {
            Sampan.Result result = sampan().run(line.toArray(String[]::new));
            assertThat(result.err()).doesNotContain("Exception", "\tat ", "OutOfMemory");
            assertThat(result.out().length()).isLessThan(20_000);
        }
    }

    /** Labels are no secrets: events carry them. */
    @Test
    void cve2019_13509_secretsOfContainersAreInNoLogOfTheEngine() {
        String secret = "PASS" + "word93715";
        String id = background(BUSYBOX, "echo $A; exec sleep 600", "-e", "A=" + secret);
        exec(id, "echo $C", "-e", "C=" + secret);
        sampan().run("run", "--rm", "-e", "A=" + secret, BUSYBOX, "no-such-program");
        sampan().run("run", "--rm", "-e", "A=" + secret, "--sysctl", "x=y", BUSYBOX, "true");
        assertThat(filesWith("takes commands")).contains("engine.log");
        assertThat(filesWith(secret)).isEmpty();
        long engine = sampan().engine().orElseThrow().pid();
        assertThat(Proc.arguments(engine)).doesNotContain(secret);
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            if (Proc.read(Path.of("/proc/" + process.pid() + "/comm")).startsWith("sampan-")) {
                assertThat(Proc.arguments(process.pid())).doesNotContain(secret);
            }
        }
        remove(id);
    }

    /** Below the engine's run folder, where files come and go meanwhile. */
    private String filesWith(String text) {
        String folder = sampan().execRoot().toString();
        return Sampan.finish(new byte[0], new ProcessBuilder("grep", "-rslaF", "-D", "skip", text, folder))
                .out();
    }
}
