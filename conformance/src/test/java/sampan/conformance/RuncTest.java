package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same call to runc and to Sampan: the same exit code, the same line of the log. */
final class RuncTest extends EngineTest {
    private RuntimeBundle bundle;

    @BeforeEach
    void makeBundle() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/runc")), "runc is not installed");
        sampan().run("version").succeeds();
        bundle = new RuntimeBundle(sampan().execRoot());
        bundle.runs("sleep", "100");
    }

    @AfterEach
    void removeBundle() throws IOException {
        bundle.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state nobody",
                "start nobody",
                "kill nobody",
                "kill nobody KILL",
                "delete nobody",
                "delete -f nobody",
                "exec nobody true",
                "ps nobody",
                "pause nobody",
                "resume nobody",
                "update nobody",
                "events --stats nobody",
                "list",
                "list -q",
                "list -f json",
                "list -f bad",
                "create ../x",
                "create a/b",
                "create .",
                "create",
                "create a b",
                "start",
                "state",
                "kill",
                "delete",
                "exec",
                "create -b /nonexistent x",
                "create -b /proc x",
                "create --console-socket /nonexistent y",
                "run --console-socket /nonexistent y",
                "frobnicate",
                "create --bogus x",
            })
    void aCallEndsAsWithRunc(String line) throws IOException, InterruptedException {
        List<String> words = List.of(line.split(" "));
        Sampan.Result ours = bundle.run(words.toArray(String[]::new));
        List<String> call = new ArrayList<>(List.of(
                "/usr/sbin/runc", "--root", bundle.folder().resolve("runc").toString()));
        call.addAll(words);
        Path out = Files.createTempFile(bundle.folder(), "runc", "out");
        Path err = Files.createTempFile(bundle.folder(), "runc", "err");
        Process runc = new ProcessBuilder(call)
                .directory(bundle.folder().toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(Patience.ends(runc)).isTrue();
        assertThat(ours.code()).as(ours.err()).isEqualTo(runc.exitValue());
        assertThat(timeless(ours.err())).isEqualTo(timeless(Files.readString(err)));
    }

    private static String timeless(String log) {
        return log.replaceAll("time=\"[^\"]*\" ", "").replace("/usr/sbin/runc:", "runc:");
    }
}
