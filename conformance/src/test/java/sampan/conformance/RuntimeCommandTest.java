package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The runtime's commands as a manager uses them, through an engine that runs. */
final class RuntimeCommandTest extends RuntimeTest {
    private String status(String id) {
        return bundle.run("state", id).succeeds().out().replaceAll("(?s).*\"status\": \"([a-z]+)\".*", "$1");
    }

    private void running(String... arguments) throws IOException {
        bundle.runs(arguments);
        bundle.run("create", "c").succeeds();
        bundle.run("start", "c").succeeds();
    }

    @Test
    void aContainerGoesFromCreatedToRunningToStopped() throws IOException {
        bundle.runs("sleep", "100");
        bundle.run("create", "c").succeeds();
        assertThat(status("c")).isEqualTo("created");
        bundle.run("start", "c").succeeds();
        assertThat(status("c")).isEqualTo("running");
        bundle.run("kill", "c", "KILL").succeeds();
        await().untilAsserted(() -> assertThat(status("c")).isEqualTo("stopped"));
        assertThat(bundle.run("state", "c").out()).contains("\"pid\": 0");
        bundle.run("delete", "c").succeeds();
        assertThat(bundle.run("state", "c").code()).isEqualTo(1);
        assertThat(bundle.state()).isEmptyDirectory();
        assertThat(Path.of("/sys/fs/cgroup/memory/c")).doesNotExist();
    }

    @Test
    void theStateIsRuncsText() throws IOException {
        running("sleep", "100");
        assertThat(bundle.run("state", "c").out()).matches("""
                        \\{
                          "ociVersion": "1\\.0\\.2",
                          "id": "c",
                          "pid": [0-9]+,
                          "status": "running",
                          "bundle": "%s",
                          "rootfs": "%s/rootfs",
                          "created": "[0-9T:.-]+Z",
                          "annotations": \\{
                            "kind": "test"
                          },
                          "owner": ""
                        }""".formatted(bundle.folder(), bundle.folder()));
    }

    @Test
    void theFirstProcessIsNobodysChildButItsCallers() throws IOException {
        bundle.runs("sleep", "100");
        Path pidFile = bundle.folder().resolve("pid");
        bundle.run("create", "--pid-file", pidFile.toString(), "c").succeeds();
        String stat = Proc.read(Path.of("/proc/" + Files.readString(pidFile) + "/stat"));
        String parent = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[1];
        assertThat(Proc.read(Path.of("/proc/" + parent + "/comm"))).doesNotStartWith("sampan");
    }

    @Test
    void runWaitsForTheEndAndTakesTheContainerAway() throws IOException {
        bundle.runs("sh", "-c", "echo out; echo err >&2; exit 7");
        Sampan.Result result = bundle.run("run", "c");
        assertThat(result.code()).isEqualTo(7);
        assertThat(result.out()).isEqualTo("out\n");
        assertThat(result.err()).isEqualTo("err\n");
        assertThat(bundle.state()).isEmptyDirectory();
        assertThat(bundle.run("run", "--keep", "c").code()).isEqualTo(7);
        assertThat(status("c")).isEqualTo("stopped");
    }

    /** However long that takes: who is told something by the program finds its container. */
    @Test
    void whatIsKnownOfAContainerIsWrittenBeforeItsProgramRuns() throws IOException {
        Files.createDirectories(bundle.state());
        bundle.mounts(
                        "{\"destination\": \"/state\", \"type\": \"bind\", \"source\": \"%s\", \"options\": [\"rbind\", \"ro\"]}"
                                .formatted(bundle.state()))
                .runs("sh", "-c", "test -s /state/c/config.json && test -s /state/c/state.json && echo found")
                .insert("\"kind\"", "\"long\": \"" + "x".repeat(8 << 20) + "\", ");
        assertThat(bundle.run("run", "c").succeeds().out()).isEqualTo("found\n");
    }

    @Test
    void execJoinsTheContainerAndTellsItsCode() throws IOException {
        running("sleep", "100");
        Sampan.Result shown = bundle.run(
                "exec",
                "--env",
                "A=b",
                "--cwd",
                "/etc",
                "--user",
                "7:8",
                "-g",
                "9",
                "c",
                "sh",
                "-c",
                "echo $A $PWD $HOME; id");
        assertThat(shown.succeeds().out()).isEqualTo("b /etc /home/jo\nuid=7(jo) gid=8 groups=9\n");
        assertThat(bundle.run("exec", "c", "sh", "-c", "exit 3").code()).isEqualTo(3);
        Path pidFile = bundle.folder().resolve("pid");
        bundle.run("exec", "--detach", "--pid-file", pidFile.toString(), "c", "sleep", "100")
                .succeeds();
        long pid = Long.parseLong(Files.readString(pidFile));
        await().untilAsserted(() -> assertThat(Proc.arguments(pid)).isEqualTo("sleep 100"));
        Path process = bundle.folder().resolve("process.json");
        Files.writeString(process, "{\"args\": [\"echo\", \"as written\"], \"env\": [\"PATH=/bin\"], \"cwd\": \"/\"}");
        assertThat(bundle.run("exec", "--process", process.toString(), "c").out())
                .isEqualTo("as written\n");
    }

    @Test
    void psAndListShowTablesAndJson() throws IOException {
        running("sleep", "100");
        bundle.awaitProgram("c", "sleep 100");
        assertThat(bundle.run("ps", "c").out())
                .contains("PID")
                .contains("sleep 100")
                .hasLineCount(2);
        assertThat(bundle.run("ps", "-f", "json", "c").out()).matches("\\[[0-9]+]\n");
        assertThat(bundle.run("list", "-q").out()).isEqualTo("c\n");
        assertThat(bundle.run("list").out())
                .startsWith("ID          PID         STATUS      BUNDLE")
                .contains("root");
        assertThat(bundle.run("list", "-f", "json").out()).startsWith("[{\"ociVersion\":\"1.0.2\",\"id\":\"c\"");
    }

    @Test
    void aPausedContainerRefusesExecUnlessAskedOtherwise() throws IOException {
        running("sleep", "100");
        bundle.run("pause", "c").succeeds();
        assertThat(status("c")).isEqualTo("paused");
        Sampan.Result refused = bundle.run("exec", "c", "true");
        assertThat(refused.code()).isEqualTo(255);
        assertThat(refused.err()).contains("cannot exec in a paused container (use --ignore-paused to override)");
        assertThat(bundle.run("pause", "c").err()).contains("container not running");
        bundle.run("resume", "c").succeeds();
        assertThat(bundle.run("resume", "c").err()).contains("container not paused");
        bundle.run("exec", "c", "true").succeeds();
    }

    @Test
    void updateChangesLimitsByFlagAndByFile() throws IOException {
        running("sleep", "100");
        bundle.run("update", "--pids-limit", "20", "--memory", "64m", "c").succeeds();
        assertThat(Path.of("/sys/fs/cgroup/pids/c/pids.max")).hasContent("20");
        assertThat(Path.of("/sys/fs/cgroup/memory/c/memory.limit_in_bytes")).hasContent("67108864");
        Path resources = bundle.folder().resolve("resources.json");
        Files.writeString(resources, "{\"pids\": {\"limit\": 30}}");
        bundle.run("update", "-r", resources.toString(), "c").succeeds();
        assertThat(Path.of("/sys/fs/cgroup/pids/c/pids.max")).hasContent("30");
        assertThat(bundle.run("update", "--memory", "lots", "c").err())
                .contains("invalid value for memory: invalid size: 'lots'");
    }

    @Test
    void eventsShowsTheFiguresOnce() throws IOException {
        running("sleep", "100");
        assertThat(bundle.run("events", "--stats", "c").out())
                .startsWith("{\"type\":\"stats\",\"id\":\"c\",\"data\":{\"cpu\":{\"usage\":{\"total\":")
                .contains("\"pids\":{\"current\":1}", "\"memory\":{", "\"blkio\":{");
    }

    @Test
    void killTakesNamesAndNumbersAndReachesAll() throws IOException {
        running("sh", "-c", "trap 'exit 9' RTMIN+3; trap 'exit 8' USR1; sleep 100 & while :; do wait; done");
        await().untilAsserted(() ->
                assertThat(bundle.run("ps", "-f", "json", "c").out()).contains(","));
        bundle.run("kill", "--all", "c", "9").succeeds();
        await().untilAsserted(() -> assertThat(status("c")).isEqualTo("stopped"));
        assertThat(bundle.run("ps", "-f", "json", "c").out()).isEqualTo("null\n");
    }

    @Test
    void descriptorsArePassedOnWhenAsked() throws IOException, InterruptedException {
        bundle.runs("sh", "-c", "cat <&3; ls /proc/self/fd | wc -l");
        Files.writeString(bundle.folder().resolve("passed"), "through three\n");
        List<String> line =
                bundle.command(List.of(), "run", "--preserve-fds", "1", "c").command();
        Process process = new ProcessBuilder("sh", "-c", "exec 3<passed; exec \"$@\"", "sh")
                .directory(bundle.folder().toFile())
                .redirectErrorStream(true)
                .command(java.util.stream.Stream.concat(
                                java.util.stream.Stream.of("sh", "-c", "exec 3<passed; exec \"$@\"", "sh"),
                                line.stream())
                        .toList())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        assertThat(out).startsWith("through three\n");
    }

    @Test
    void anEngineThatDiesTakesNothingAlong() throws IOException {
        bundle.runs("sleep", "100");
        bundle.run("create", "c").succeeds();
        sampan().killEngine();
        assertThat(status("c")).isEqualTo("created");
        bundle.run("start", "c").succeeds();
        assertThat(status("c")).isEqualTo("running");
        bundle.run("delete", "--force", "c").succeeds();
    }

    @Test
    void withoutAnEngineEachCommandWorksByItself() throws IOException {
        try (RuntimeBundle alone = new RuntimeBundle(Path.of("/nonexistent"))) {
            alone.runs("sleep", "100");
            alone.run("create", "c").succeeds();
            alone.run("start", "c").succeeds();
            assertThat(alone.run("exec", "c", "echo", "inside").out()).isEqualTo("inside\n");
            alone.run("delete", "--force", "c").succeeds();
            assertThat(alone.state()).isEmptyDirectory();
            alone.runs("sh", "-c", "exit 4");
            assertThat(alone.run("run", "c").code()).isEqualTo(4);
        }
    }

    @Test
    void specWritesABundleToStartFrom() throws IOException {
        bundle.run("spec").succeeds();
        assertThat(bundle.folder().resolve("config.json")).content().contains("\t\"ociVersion\": \"1.2.1\"");
        assertThat(bundle.run("spec").err()).contains("File config.json exists. Remove it first");
        assertThat(bundle.run("features").succeeds().out()).contains("\"ociVersionMin\": \"1.0.0\"", "CAP_SYS_ADMIN");
        assertThat(bundle.run("explain").succeeds().out()).contains("pivot_root");
    }
}
