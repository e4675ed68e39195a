package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Docker's own command line, an old one and a new one, where they are installed, on the engine's socket. */
final class DockerCommandTest extends ClientTest {
    private static final String OLD = "/usr/bin/docker";
    private static final String NEW = "/usr/local/bin/docker";

    private @org.jspecify.annotations.Nullable Path folder;

    @BeforeAll
    void start() throws IOException {
        folder = Files.createTempDirectory("docker");
        Probe.compile("pty", folder);
    }

    @AfterAll
    void removeFolder() {
        Sampan.delete(folder());
    }

    private Path folder() {
        return java.util.Objects.requireNonNull(folder);
    }

    private ProcessBuilder command(String docker, String... words) {
        assumeTrue(Files.isExecutable(Path.of(docker)), docker + " is not installed");
        List<String> line = new ArrayList<>(List.of(docker));
        line.addAll(List.of(words));
        ProcessBuilder builder = program(line.toArray(String[]::new));
        builder.environment().put("DOCKER_CONFIG", folder().toString());
        return builder;
    }

    private Sampan.Result run(String docker, String... words) {
        return Sampan.finish(new byte[0], command(docker, words));
    }

    private String line(String docker, String... words) {
        return run(docker, words).succeeds().line();
    }

    /** A process that does not wait for its input may have ended before the word of the input's end comes. */
    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void execsThatReadNothingAreHeardWhoeverEndsFirst(String docker) throws Exception {
        run(docker, "run", "-d", "--name", "listened", "--network", "none", BUSYBOX, "sleep", "600")
                .succeeds();
        try (ExecutorService callers = Executors.newFixedThreadPool(6)) {
            List<Callable<String>> all =
                    Collections.nCopies(60, () -> line(docker, "exec", "-i", "listened", "echo", "inside"));
            for (Future<String> said : callers.invokeAll(all)) {
                assertThat(said.get()).isEqualTo("inside");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void runsWithStdinBothOutputsAndTheExitCode(String docker) {
        Sampan.Result ran = Sampan.finish(
                "typed\n".getBytes(StandardCharsets.UTF_8),
                command(docker, "run", "--rm", "-i", BUSYBOX, "sh", "-c", "cat; echo wrong >&2; exit 7"));
        assertThat(ran.out()).isEqualTo("typed\n");
        assertThat(ran.err()).isEqualTo("wrong\n");
        assertThat(ran.code()).isEqualTo(7);
        assertThat(line(docker, "ps", "-aq")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void aProgramThatIsNotThereIsToldWithItsCode(String docker) {
        Sampan.Result ran = run(docker, "run", "--rm", BUSYBOX, "nope");
        assertThat(ran.code()).isEqualTo(127);
        assertThat(ran.err())
                .contains("OCI runtime create failed: ", "exec: \"nope\": executable file not found in $PATH: unknown");
        line(docker, "run", "-d", "--name", "box", BUSYBOX, "sleep", "600");
        Sampan.Result added = run(docker, "exec", "box", "nope");
        assertThat(added.code()).isEqualTo(127);
        assertThat(added.out() + added.err())
                .contains("OCI runtime exec failed: exec failed: ", "executable file not found in $PATH: unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void aContainerIsLookedIntoAndChanged(String docker) {
        line(
                docker,
                "run",
                "-d",
                "--name",
                "box",
                "-l",
                "a=b",
                BUSYBOX,
                "sh",
                "-c",
                "echo one; echo two >&2; sleep 600");
        await().until(() -> line(docker, "logs", "box").equals("one"));
        await().until(() -> run(docker, "logs", "box").err().equals("two\n"));
        assertThat(line(docker, "ps", "--filter", "label=a=b", "--format", "{{.Names}} {{.Image}}"))
                .isEqualTo("box " + BUSYBOX);
        assertThat(line(docker, "top", "box")).contains("sleep 600");
        assertThat(line(docker, "stats", "--no-stream", "--format", "{{.Name}} {{.PIDs}}", "box"))
                .startsWith("box ");
        line(docker, "pause", "box");
        assertThat(line(docker, "inspect", "-f", "{{.State.Status}}", "box")).isEqualTo("paused");
        line(docker, "unpause", "box");
        line(docker, "update", "--cpu-shares", "512", "box");
        assertThat(line(docker, "inspect", "-f", "{{.HostConfig.CpuShares}}", "box"))
                .isEqualTo("512");
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void filesAreCarriedInAndOutAndALifeEnds(String docker) throws IOException {
        line(docker, "run", "-d", "--name", "box", BUSYBOX, "sleep", "600");
        line(docker, "rename", "box", "case");
        Files.writeString(folder().resolve("in"), "carried");
        line(docker, "cp", folder().resolve("in").toString(), "case:/tmp/there");
        assertThat(line(docker, "exec", "case", "cat", "/tmp/there")).isEqualTo("carried");
        assertThat(line(docker, "diff", "case")).contains("A /tmp/there");
        line(docker, "cp", "case:/tmp/there", folder().resolve("out").toString());
        assertThat(folder().resolve("out")).hasContent("carried");
        line(docker, "restart", "-t", "0", "case");
        line(docker, "stop", "-t", "0", "case");
        assertThat(line(docker, "wait", "case")).isEqualTo("137");
        line(docker, "start", "case");
        line(docker, "kill", "case");
        line(docker, "rm", "case");
        assertThat(run(docker, "rm", "case").err()).contains("No such container: case");
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void logsAreFollowedToTheEnd(String docker) throws Exception {
        line(docker, "run", "-di", "--name", "box", BUSYBOX, "sh", "-c", "echo first; read x; echo last");
        Process follower = command(docker, "logs", "-f", "box").start();
        try (var out = follower.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("first");
            Sampan.finish("go\n".getBytes(StandardCharsets.UTF_8), command(docker, "attach", "box"));
            assertThat(out.readLine()).isEqualTo("last");
            assertThat(out.readLine()).isNull();
        } finally {
            follower.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void imagesAreMadeSavedTaggedAndRemoved(String docker) {
        line(docker, "run", "--name", "box", BUSYBOX, "touch", "/made");
        assertThat(line(docker, "commit", "-m", "made", "box", "made:1")).startsWith("sha256:");
        assertThat(line(docker, "images", "made", "--format", "{{.Tag}}")).isEqualTo("1");
        assertThat(line(docker, "history", "made:1", "--format", "{{.Comment}}"))
                .startsWith("made");
        Path archive = folder().resolve("made.tar");
        line(docker, "save", "-o", archive.toString(), "made:1");
        line(docker, "tag", "made:1", "made:2");
        assertThat(line(docker, "rmi", "made:1", "made:2")).contains("Untagged: made:1", "Deleted: sha256:");
        assertThat(line(docker, "load", "-i", archive.toString())).isEqualTo("Loaded image: made:1");
        assertThat(line(docker, "run", "--rm", "made:1", "ls", "/made")).isEqualTo("/made");
        Path files = folder().resolve("files.tar");
        line(docker, "export", "-o", files.toString(), "box");
        assertThat(line(docker, "import", files.toString(), "imported:1")).startsWith("sha256:");
        line(docker, "rmi", "made:1", "imported:1");
        assertThat(run(docker, "rmi", "made:1").err()).contains("No such image: made:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void volumesAndWhatNobodyNeeds(String docker) {
        assertThat(line(docker, "volume", "create", "--label", "x=y", "vol")).isEqualTo("vol");
        line(docker, "run", "--rm", "-v", "vol:/data", BUSYBOX, "sh", "-c", "echo kept > /data/file");
        assertThat(line(docker, "run", "--rm", "-v", "vol:/data", BUSYBOX, "cat", "/data/file"))
                .isEqualTo("kept");
        assertThat(line(docker, "volume", "ls", "-q", "-f", "label=x=y")).isEqualTo("vol");
        assertThat(line(docker, "volume", "inspect", "-f", "{{.Driver}}", "vol"))
                .isEqualTo("local");
        assertThat(line(docker, "volume", "rm", "vol")).isEqualTo("vol");
        line(docker, "create", "--name", "idle", BUSYBOX);
        assertThat(line(docker, "container", "prune", "-f")).contains("Deleted Containers:");
        assertThat(line(docker, "system", "prune", "-f")).contains("Total reclaimed space: 0B");
        assertThat(line(docker, "system", "df", "--format", "{{.Type}} {{.TotalCount}}"))
                .contains("Containers 0", "Images 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void networksAreMadeJoinedAndLeft(String docker) {
        line(docker, "network", "create", "--label", "x=y", "net");
        try {
            assertThat(line(docker, "network", "ls", "-f", "label=x=y", "--format", "{{.Name}} {{.Driver}}"))
                    .isEqualTo("net bridge");
            line(docker, "run", "-d", "--name", "box", BUSYBOX, "sleep", "600");
            line(docker, "network", "connect", "--alias", "other", "net", "box");
            assertThat(line(docker, "network", "inspect", "-f", "{{range .Containers}}{{.Name}}{{end}}", "net"))
                    .isEqualTo("box");
            assertThat(line(docker, "inspect", "-f", "{{len .NetworkSettings.Networks}}", "box"))
                    .isEqualTo("2");
            line(docker, "network", "disconnect", "net", "box");
        } finally {
            line(docker, "network", "rm", "net");
        }
        assertThat(run(docker, "network", "rm", "net").err())
                .containsAnyOf("network net not found", "No such network: net");
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void whatHappenedIsTold(String docker) {
        String since = line(docker, "info", "--format", "{{.SystemTime}}");
        line(docker, "run", "--rm", "--name", "told", BUSYBOX, "true");
        String until = line(docker, "info", "--format", "{{.SystemTime}}");
        await().until(() -> line(
                        docker,
                        "events",
                        "--since",
                        since,
                        "--until",
                        until,
                        "--filter",
                        "container=told",
                        "--format",
                        "{{.Action}}")
                .lines()
                .toList()
                .equals(List.of("create", "attach", "start", "die", "destroy")));
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void aShellOnATerminal(String docker) {
        try (Pty pty = Pty.start(folder().resolve("pty"), command(docker, "run", "-it", "--rm", BUSYBOX, "sh"))) {
            pty.shows("# ");
            pty.type("tty; until stty size < /dev/tty | grep 24.80; do sleep 0.1; done; exit 5\r");
            assertThat(pty.end()).isEqualTo(5);
            assertThat(pty.text()).contains("/dev/pts/0").contains("24 80");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void oneLeavesAContainerAndComesBack(String docker) {
        ProcessBuilder run = command(docker, "run", "-it", "--name", "box", BUSYBOX, "sh");
        try (Pty pty = Pty.start(folder().resolve("pty"), run)) {
            pty.shows("# ");
            pty.type(new byte[] {16, 17});
            assertThat(pty.end()).isZero();
        }
        assertThat(line(docker, "inspect", "-f", "{{.State.Running}}", "box")).isEqualTo("true");
        try (Pty pty = Pty.start(folder().resolve("pty"), command(docker, "exec", "-it", "box", "sh"))) {
            pty.shows("# ");
            pty.type("exit 6\r");
            assertThat(pty.end()).isEqualTo(6);
        }
        try (Pty pty = Pty.start(folder().resolve("pty"), command(docker, "attach", "box"))) {
            pty.type("echo ba''ck\r");
            pty.shows("back");
            pty.type("exit 4\r");
            assertThat(pty.end()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void anotherContainerThatIsNotThereIsNotTakenForTheImage(String docker) {
        for (String flag : List.of("--volumes-from=nope", "--network=container:nope")) {
            assertThat(run(docker, "create", flag, BUSYBOX, "true").err())
                    .contains("No such container: nope")
                    .doesNotContain("Unable to find image");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void anImageForAnotherPlatformIsNotTakenForTheWantedOne(String docker) {
        assertThat(run(docker, "create", "--pull", "never", "--platform", "windows/amd64", BUSYBOX, "true")
                        .err())
                .contains(
                        "was found but its platform (linux/amd64) does not match the specified platform (windows/amd64)");
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void ofImagesFoundByNameOnlyTheNamesThatFitAreShown(String docker) {
        run(docker, "tag", BUSYBOX, "other:1").succeeds();
        try {
            assertThat(line(docker, "images", "--filter", "reference=oth*", "--format", "{{.Repository}}:{{.Tag}}"))
                    .isEqualTo("other:1");
        } finally {
            run(docker, "rmi", "other:1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void whatDockerHasAndSampanHasNotIsTold(String docker) {
        assertThat(run(docker, "node", "ls").err()).contains("This node is not a swarm manager.");
        assertThat(line(docker, "plugin", "ls", "--format", "{{.Name}}")).isEmpty();
        assertThat(run(docker, "swarm", "leave").err()).contains("This node is not part of a swarm");
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void searchesRegistries(String docker) {
        String answer = "{\"results\": [{\"name\": \"a/bb\", \"description\": \"text\", \"star_count\": 12,"
                + " \"is_official\": true, \"is_automated\": false}]}";
        try (HostileRegistry hub = new HostileRegistry()) {
            hub.on(
                    "/v1/search",
                    HostileRegistry.bytes(200, "application/json", answer.getBytes(StandardCharsets.UTF_8)));
            assertThat(line(
                            docker,
                            "search",
                            "--format",
                            "{{.Name}} {{.Description}} {{.StarCount}} {{.IsOfficial}}",
                            hub.host() + "/x"))
                    .isEqualTo("a/bb text 12 [OK]");
            assertThat(run(docker, "search", "--limit", "101", hub.host() + "/x")
                            .err())
                    .contains("outside the range of [1, 100]");
        }
        assertThat(run(docker, "search", "127.0.0.1:1/x").err()).contains("connection refused");
    }
}
