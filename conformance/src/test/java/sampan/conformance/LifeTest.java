package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life of a container: create, start, attach, exec, logs, stop, kill, wait, rm, and what {@code ps} says of it. */
final class LifeTest extends EngineTest {
    @Test
    void aCreatedContainerWaitsToBeStarted() {
        String id = sampan().run("create", "--name", "later", BUSYBOX, "echo", "now")
                .succeeds()
                .line();
        assertThat(state("later")).isEqualTo("created");
        assertThat(sampan().run("start", "-a", "later").succeeds().out()).isEqualTo("now\n");
        assertThat(state(id)).isEqualTo("exited");
        assertThat(sampan().run("start", "-a", "later").succeeds().out())
                .as("a second start")
                .isEqualTo("now\n");
        assertThat(sampan().run("logs", "later").succeeds().out()).isEqualTo("now\nnow\n");
        assertThat(sampan().run("rm", "later").succeeds().line()).isEqualTo("later");
    }

    @Test
    void psShowsWhatRunsAndWithAllWhatEnded() {
        sampan().run("run", "-d", "--name", "running", BUSYBOX, "sleep", "1000").succeeds();
        sampan().run("run", "--name", "ended", BUSYBOX, "sh", "-c", "exit 3");
        assertThat(sampan().run("ps").succeeds().out())
                .contains("CONTAINER ID", "running", "\"sleep 1000\"", "Up ")
                .doesNotContain("ended");
        assertThat(sampan().run("ps", "-a").succeeds().out()).contains("ended", "Exited (3)");
        sampan().run("rm", "-f", "running", "ended").succeeds();
    }

    /** Its trap is set. */
    private void awaitReady(String name) {
        await().untilAsserted(() -> assertThat(sampan().run("logs", name).out()).isEqualTo("ready\n"));
    }

    @Test
    void stopAsksFirstAndKillsLater() {
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        "polite",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "trap 'exit 7' TERM; echo ready; while :; do sleep 0.1; done")
                .succeeds();
        awaitReady("polite");
        sampan().run("stop", "polite").succeeds();
        assertThat(sampan().run("wait", "polite").line()).isEqualTo("7");
        sampan().run("run", "-d", "--name", "deaf", BUSYBOX, "sh", "-c", "trap '' TERM; while :; do sleep 0.1; done")
                .succeeds();
        sampan().run("stop", "-t", "1", "deaf").succeeds();
        assertThat(sampan().run("wait", "deaf").line()).isEqualTo("137");
        sampan().run("rm", "polite", "deaf").succeeds();
    }

    @Test
    void killSendsTheSignalThatWasAsked() {
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        "target",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "trap 'exit 9' USR1; echo ready; while :; do sleep 0.1; done")
                .succeeds();
        awaitReady("target");
        sampan().run("kill", "-s", "USR1", "target").succeeds();
        assertThat(sampan().run("wait", "target").line()).isEqualTo("9");
        sampan().run("rm", "target").succeeds();
    }

    @Test
    void execRunsBesideTheFirstProcess() {
        sampan().run("run", "-d", "--name", "host", "-e", "A=1", BUSYBOX, "sleep", "1000")
                .succeeds();
        assertThat(sampan().run(
                                "exec",
                                "-e",
                                "B=2",
                                "-w",
                                "/tmp",
                                "-u",
                                "5:6",
                                "host",
                                "sh",
                                "-c",
                                "echo $A$B; pwd; id -u; id -g")
                        .succeeds()
                        .line())
                .isEqualTo("12\n/tmp\n5\n6");
        assertThat(sampan().run("exec", "host", "sh", "-c", "exit 4").code()).isEqualTo(4);
        assertThat(sampan().run("exec", "host", "no-such").code()).isEqualTo(127);
        assertThat(sampan().run("exec", "host", "/etc").code()).isEqualTo(126);
        sampan().run("exec", "-d", "host", "touch", "/tmp/touched").succeeds();
        await().untilAsserted(() ->
                assertThat(sampan().run("exec", "host", "ls", "/tmp").line()).isEqualTo("touched"));
        assertThat(sampan().runWith(
                                "input".getBytes(java.nio.charset.StandardCharsets.UTF_8), "exec", "-i", "host", "cat")
                        .out())
                .isEqualTo("input");
        sampan().run("rm", "-f", "host").succeeds();
        assertThat(sampan().run("exec", "host", "true").code()).isEqualTo(1);
    }

    @Test
    void logsFollowUntilTheEnd() throws IOException, InterruptedException {
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        "talker",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "for i in 1 2 3 4 5; do echo $i; sleep 0.2; done; echo end >&2")
                .succeeds();
        Sampan.Result followed = sampan().run("logs", "-f", "talker").succeeds();
        assertThat(followed.out()).isEqualTo("1\n2\n3\n4\n5\n");
        assertThat(followed.err()).isEqualTo("end\n");
        assertThat(sampan().run("logs", "--tail", "2", "talker").out()).isEqualTo("5\n");
        assertThat(sampan().run("logs", "-t", "talker").out().lines().toList())
                .allMatch(line -> line.matches("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z \\d"));
        sampan().run("rm", "talker").succeeds();
    }

    @Test
    void manyAttachedClientsSeeTheSame() throws IOException, InterruptedException {
        sampan().run(
                        "run",
                        "-d",
                        "-i",
                        "--name",
                        "stage",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "(while :; do echo waiting; sleep 0.1; done) & read line; kill $!; i=0; while [ $i -lt 1000 ]; do echo $i; i=$((i+1)); done")
                .succeeds();
        List<Process> clients = new java.util.ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(sampan().start("attach", "--no-stdin", "stage"));
        }
        for (Process client : clients) {
            assertThat(client.getInputStream().readNBytes(8))
                    .as("it is attached")
                    .hasSize(8);
        }
        sampan().runWith("go\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "attach", "stage");
        for (Process client : clients) {
            assertThat(new String(client.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.matches("\\d+")))
                    .hasSize(1000);
            assertThat(client.waitFor()).isZero();
        }
        sampan().run("rm", "stage").succeeds();
    }

    @Test
    void removesItselfWhenAsked() {
        String id = sampan().run("run", "-d", "--rm", BUSYBOX, "sleep", "0.2")
                .succeeds()
                .line();
        await().untilAsserted(() ->
                assertThat(sampan().run("ps", "-aq", "--no-trunc").out()).doesNotContain(id));
    }

    @Test
    void inspectSaysWhatWasAskedAndWhatHappened() {
        sampan().run("run", "--name", "looked", "--label", "a=b", "--memory", "64m", BUSYBOX, "sh", "-c", "exit 5");
        assertThat(sampan().run("inspect", "looked").succeeds().out())
                .contains(
                        "\"Name\": \"/looked\"",
                        "\"ExitCode\": 5",
                        "\"Memory\": 67108864",
                        "\"a\": \"b\"",
                        "\"Status\": \"exited\"");
        sampan().run("rm", "looked").succeeds();
    }

    @Test
    void anImageIsNotRemovedUnderAContainerThatIsBeingMade() throws IOException, InterruptedException {
        byte[] tar = HostileTar.withShell().bytes();
        for (int i = 0; i < 12; i++) {
            sampan().runWith(tar, "import", "-", "localhost/contended").succeeds();
            Process remove = i % 2 == 0
                    ? sampan().start("rmi", "localhost/contended")
                    : sampan().start("rmi", "-f", "localhost/contended");
            Sampan.Result made =
                    sampan().run("create", "--name", "contender", "localhost/contended", "sh", "-c", "echo whole");
            remove.waitFor();
            if (made.code() == 0) {
                assertThat(sampan().run("start", "-a", "contender").succeeds().out())
                        .isEqualTo("whole\n");
                sampan().run("rm", "contender").succeeds();
            }
            sampan().run("rmi", "-f", "localhost/contended");
        }
        assertThat(sampan().run("images", "-q").out().lines().count()).isEqualTo(1);
    }

    private String state(String container) {
        return sampan().run("inspect", "-f", "{{.State.Status}}", container)
                .succeeds()
                .line();
    }
}
