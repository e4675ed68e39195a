package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The runtime's errors: runc's sentences and codes, in the log's form, which managers parse. */
final class RuntimeErrorsTest extends RuntimeTest {
    @BeforeEach
    void fillBundle() throws IOException {
        bundle.runs("sleep", "100");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state nobody|1|container does not exist",
                "start nobody|1|container does not exist",
                "kill nobody|1|container does not exist",
                "delete nobody|1|container does not exist",
                "exec nobody true|255|exec failed: container does not exist",
                "pause nobody|1|container does not exist",
                "create ../x|1|runc create failed: invalid container ID format",
                "create|1|runc: \\\"create\\\" requires exactly 1 argument(s)",
                "create a b|1|runc: \\\"create\\\" requires exactly 1 argument(s)",
                "create --bogus x|1|flag provided but not defined: -bogus",
                "create -b /nonexistent x|1|runc create failed: chdir /nonexistent: no such file or directory",
                "create -b /proc x|1|runc create failed: JSON specification file config.json not found",
                "list -f bad|1|invalid format option",
                "frobnicate|3|No help topic for 'frobnicate'",
            })
    void sentencesAndCodesAreRuncs(String line, int code, String sentence) {
        Sampan.Result result = bundle.run(line.split(" "));
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.err()).contains("level=error msg=\"" + sentence);
    }

    @Test
    void stateDecidesWhatMayBeDone() {
        bundle.run("create", "c").succeeds();
        assertThat(bundle.run("create", "c").err()).contains("container with given ID already exists");
        bundle.run("start", "c").succeeds();
        assertThat(bundle.run("start", "c").err()).contains("cannot start an already running container");
        assertThat(bundle.run("delete", "c").err()).contains("cannot delete container c that is not stopped: running");
        assertThat(bundle.run("kill", "c", "BOGUS").err()).contains("unknown signal \\\"BOGUS\\\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nope|exec: \\\"nope\\\": executable file not found in $PATH",
                "/bin|exec: \\\"/bin\\\": permission denied",
                "/bin/plain|exec: \\\"/bin/plain\\\": permission denied",
                "/nope|exec: \\\"/nope\\\": stat /nope: no such file or directory",
            })
    void whoCreatesHearsOfAProgramThatIsNotThere(String program, String sentence) throws IOException {
        bundle.runs(program);
        Sampan.Result result = bundle.run("create", "c");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("runc create failed: unable to start container process: " + sentence);
        assertThat(bundle.state()).isEmptyDirectory();
        assertThat(Path.of("/sys/fs/cgroup/memory/c")).doesNotExist();
    }

    /** As runc says of what its init does before it is ready, with what is in config.json in the first column's place. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"linux\": {` | `\"linux\": {\"sysctl\": {\"net.ipv4.nothing\": \"1\"}, `"
                        + "| open /proc/sys/net/ipv4/nothing: no such file or directory",
                "`\"linux\": {` | `\"linux\": {\"sysctl\": {\"net.ipv4.ip_forward\": \"x\"}, `"
                        + "| write /proc/sys/net/ipv4/ip_forward: invalid argument",
                "`\"mounts\": [` | `\"mounts\": [{\"destination\": \"/x\", \"type\": \"tmpfs\", \"source\": \"s\", \"options\": [\"size=x\"]}, `"
                        + "| error mounting \\\"s\\\" to rootfs at \\\"/x\\\": ",
                "`\"cwd\": \"/\"` | `\"cwd\": \"/etc/passwd/x\"` | mkdir /etc/passwd/x: not a directory",
                "`\"cwd\": \"/\"` | `\"cwd\": \"/\", \"rlimits\": [{\"type\": \"RLIMIT_NOFILE\", \"hard\": 1099511627776, \"soft\": 1}]`"
                        + "| error setting rlimits for ready process: error setting rlimit type 7: operation not permitted",
            })
    void whatFailsBeforeTheProgramIsReadySaysSo(String place, String instead, String sentence) throws IOException {
        bundle.runs("true").edit(text -> text.replace(place, instead));
        Sampan.Result result = bundle.run("create", "c");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("runc create failed: unable to start container process: error during container init: "
                        + sentence);
        assertThat(bundle.state()).isEmptyDirectory();
    }

    /** Nobody waits for it any more, so the container itself says it, where its creator reads its output. */
    @ParameterizedTest
    @CsvSource({
        "/bin/junk, exec /bin/junk: exec format error",
        "junk, exec /bin/junk: exec format error",
        "/bin/orphan, exec /bin/orphan: no such file or directory",
    })
    void aProgramThatCannotBeExecutedAfterStartSaysSo(String program, String sentence) throws Exception {
        for (List<String> script : List.of(List.of("junk", "no program"), List.of("orphan", "#!/nowhere\n"))) {
            Path file = Files.writeString(bundle.folder().resolve("rootfs/bin/" + script.getFirst()), script.getLast());
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        bundle.runs(program);
        Path err = bundle.folder().resolve("err");
        Process create = bundle.command(List.of(), "create", "c")
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        assertThat(create.waitFor()).isZero();
        bundle.run("start", "c").succeeds();
        await().untilAsserted(() -> assertThat(err).hasContent(sentence));
        await().untilAsserted(() -> assertThat(bundle.run("state", "c").out()).contains("\"status\": \"stopped\""));
    }

    @Test
    void theLogIsJsonWhenAskedAndTheSentenceIsOnStderrToo() throws IOException {
        Path log = bundle.folder().resolve("log.json");
        Sampan.Result result =
                bundle.runWith(List.of("--log", log.toString(), "--log-format", "json"), "state", "nobody");
        assertThat(result.err()).isEqualTo("container does not exist\n");
        assertThat(Files.readString(log))
                .matches("\\{\"level\":\"error\",\"msg\":\"container does not exist\",\"time\":\"[0-9T:-]+Z\"}\n");
    }

    @Test
    void theLogHasTheStepsWhenAsked() throws IOException {
        bundle.runs("true");
        Path log = bundle.folder().resolve("log.json");
        List<String> global = List.of("--log", log.toString(), "--log-format", "json");
        bundle.runWith(global, "run", "c").succeeds();
        assertThat(log).isEmptyFile();
        List<String> debug = new ArrayList<>(global);
        debug.add("--debug");
        Sampan.Result result = bundle.runWith(debug, "run", "c").succeeds();
        assertThat(result.out() + result.err()).isEmpty();
        assertThat(Files.readString(log))
                .matches("(\\{\"level\":\"debug\",\"msg\":\"[^\"]+\",\"time\":\"[0-9T:-]+Z\"}\n){5}")
                .containsSubsequence("\"run c\"", " operations, ", "\"process ", "\"the program runs\"", " removed\"");
        assertThat(bundle.runWith(List.of("--debug"), "state", "nobody").err())
                .matches("(?s)time=\"[^\"]+\" level=debug msg=\"state nobody\"\n.* level=error .*");
    }

    @Test
    void terminalsNeedSomebodyToHaveThem() throws IOException {
        bundle.config("\"terminal\": true", "", "sh");
        assertThat(bundle.run("create", "c").err())
                .contains("cannot allocate tty if runc will detach without setting console socket");
    }

    @Test
    void aCheckpointOfNothingIsRefused() {
        assertThat(bundle.run("checkpoint", "c").err()).contains("container does not exist");
    }

    @Test
    void forceDeletesWhatIsNotThere() {
        bundle.run("delete", "--force", "nobody").succeeds();
    }
}
