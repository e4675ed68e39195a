package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service's container: it says when it is ready, and is given the sockets that its manager listens on. */
final class RuntimeServiceTest extends EngineTest {
    private static final String SEND =
            "/notify send 'STATUS=not yet' && sleep 0.2 && /notify send 'STATUS=now\\nREADY=1' && exec sleep 100";

    private RuntimeBundle bundle;
    private Path socket;
    private Path heard;
    private Process listener;

    @BeforeEach
    void makeService(@TempDir Path folder) throws IOException {
        sampan().run("version").succeeds();
        bundle = new RuntimeBundle(sampan().execRoot());
        Path notify = Probe.compile("notify", folder);
        Files.copy(notify, bundle.folder().resolve("rootfs/notify"));
        socket = folder.resolve("manager.sock");
        heard = folder.resolve("heard");
        listener = new ProcessBuilder(notify.toString(), "listen", socket.toString())
                .redirectOutput(heard.toFile())
                .start();
        await().untilAsserted(() -> assertThat(heard).content().contains("listening"));
    }

    @AfterEach
    void endService() throws IOException {
        listener.destroyForcibly();
        bundle.close();
    }

    private ProcessBuilder service(String... arguments) {
        ProcessBuilder command = bundle.command(List.of(), arguments)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(bundle.folder().resolve("err").toFile());
        command.environment().put("NOTIFY_SOCKET", socket.toString());
        return command;
    }

    private Process ends(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.start();
        assertThat(process.waitFor())
                .as(Files.readString(bundle.folder().resolve("err")))
                .isZero();
        return process;
    }

    private String pid() {
        return bundle.run("state", "c").succeeds().out().replaceAll("(?s).*\"pid\": ([0-9]+).*", "$1");
    }

    private List<String> heard() throws IOException {
        return Files.readAllLines(heard);
    }

    @Test
    void startWaitsUntilTheContainerIsReadyAndSaysSoInItsCallersName() throws Exception {
        bundle.runs("sh", "-c", SEND);
        ends(service("create", "c"));
        assertThat(heard()).containsExactly("listening");
        Process start = ends(service("start", "c"));
        assertThat(heard().subList(0, 3))
                .containsExactly("listening", start.pid() + " READY=1", start.pid() + " MAINPID=" + pid());
        assertThat(heard().getLast()).endsWith("BARRIER=1");
    }

    @Test
    void runDetachedDoesTheSame() throws Exception {
        bundle.runs("sh", "-c", SEND);
        Process run = ends(service("run", "-d", "c"));
        assertThat(heard()).contains(run.pid() + " READY=1", run.pid() + " MAINPID=" + pid());
    }

    @Test
    void whoWaitsForTheEndIsTheMainProcess() throws Exception {
        bundle.runs("sh", "-c", SEND);
        Process run = service("run", "c").start();
        await().untilAsserted(() ->
                assertThat(heard()).contains(run.pid() + " READY=1", run.pid() + " MAINPID=" + run.pid()));
        bundle.run("kill", "c", "KILL").succeeds();
        assertThat(run.waitFor()).isEqualTo(137);
    }

    /** The folder of its socket is a mount that config.json knows nothing of. */
    @Test
    void whatComesFromFilesSaysItToWhoRestoredIt() throws Exception {
        assumeTrue(CriuCheck.works(CriuCheck.PROGRAM));
        bundle.applet("touch");
        bundle.runs(
                "sh",
                "-c",
                "/notify send READY=1; until test -e /again; do sleep 0.1; done; /notify send READY=1; exec sleep 100");
        List<String> criu = List.of("--criu", CriuCheck.PROGRAM);
        // Its stderr would be a file of the host's, which criu could not find again.
        Process run = service("run", "-d", "c")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(run.waitFor()).isZero();
        String images = bundle.folder().resolve("images").toString();
        bundle.runWith(criu, "checkpoint", "--image-path", images, "c").succeeds();
        ProcessBuilder restoring = service("restore", "--image-path", images, "c");
        restoring.command().addAll(restoring.command().indexOf("restore"), criu);
        Process restore = restoring.start();
        await().untilAsserted(() -> assertThat(
                        bundle.run("exec", "c", "touch", "/again").code())
                .as(Files.readString(bundle.folder().resolve("err")))
                .isZero());
        await().untilAsserted(() ->
                assertThat(heard()).contains(restore.pid() + " READY=1", restore.pid() + " MAINPID=" + restore.pid()));
        bundle.run("kill", "c", "KILL").succeeds();
        assertThat(restore.waitFor()).isEqualTo(137);
    }

    @Test
    void aContainerThatEndsBeforeItIsReadyHoldsNobodyUp() throws Exception {
        bundle.runs("sh", "-c", "exit 3");
        ends(service("create", "c"));
        ends(service("start", "c"));
        assertThat(heard()).containsExactly("listening");
    }

    @Test
    void withoutAServiceManagerThereIsNothingOfIt() throws Exception {
        bundle.applet("env");
        bundle.runs("sh", "-c", "env | grep -c NOTIFY; ls /run/notify 2>&1");
        assertThat(bundle.run("run", "c").out()).isEqualTo("0\nls: /run/notify: No such file or directory\n");
    }

    @Test
    void aManagerThatIsNotThereIsAnError() throws Exception {
        socket = socket.resolveSibling("nobody");
        bundle.runs("true");
        Process run = service("run", "c").start();
        assertThat(run.waitFor()).isEqualTo(1);
        assertThat(bundle.folder().resolve("err")).content().contains("dial unixgram " + socket + ": connect: no such");
        assertThat(bundle.state()).isEmptyDirectory();
    }

    /** Sockets of the manager's: from 3 on, and counted. */
    private Sampan.Result listening(String count, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("sh", "-c", "exec 3<three 4<four 5<five; exec \"$@\"", "sh"));
        line.addAll(bundle.command(List.of(), arguments).command());
        for (String name : List.of("three", "four", "five")) {
            Files.writeString(bundle.folder().resolve(name), name + "\n");
        }
        ProcessBuilder command = new ProcessBuilder(line)
                .directory(bundle.folder().toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        command.environment().put("LISTEN_FDS", count);
        command.environment().put("LISTEN_PID", "12345");
        Process process = command.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Sampan.Result(process.waitFor(), out, err);
    }

    @Test
    void listenFdsArePassedOnAndCounted() throws Exception {
        bundle.runs(
                "sh",
                "-c",
                "cat <&3; cat <&4; echo $LISTEN_FDS $LISTEN_PID $$; [ -e /proc/self/fd/5 ] || echo no more");
        assertThat(listening("2", "run", "c").succeeds().out()).isEqualTo("three\nfour\n2 1 1\nno more\n");
        bundle.runs("sh", "-c", "cat <&3; cat <&4; cat <&5; echo $LISTEN_FDS");
        assertThat(listening("2", "run", "--preserve-fds", "1", "c").succeeds().out())
                .isEqualTo("three\nfour\nfive\n2\n");
    }

    @Test
    void listenFdsGoIntoExecAsWell() throws Exception {
        bundle.runs("sleep", "100");
        bundle.run("run", "-d", "c").succeeds();
        assertThat(listening("1", "exec", "c", "sh", "-c", "cat <&3; echo $LISTEN_FDS")
                        .succeeds()
                        .out())
                .isEqualTo("three\n1\n");
    }

    @Test
    void descriptorsThatAreNotThereAreAnError() throws Exception {
        bundle.runs("true");
        assertThat(listening("9", "run", "c").err()).contains("stat /proc/self/fd/");
        assertThat(listening("two", "run", "c").err()).contains("unable to convert LISTEN_FDS=two");
        assertThat(bundle.state()).isEmptyDirectory();
    }
}
