package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Much of it, any bytes, many at once, and terminals that go away: what a person's session and a script's pipeline put a container through. */
final class InteractiveTest extends EngineTest {
    private static final int MEGABYTE = 1 << 20;

    private @org.jspecify.annotations.Nullable Path folder;

    @BeforeAll
    void compile() throws IOException {
        folder = Files.createTempDirectory("interactive");
        Probe.compile("pty", folder);
    }

    @AfterAll
    void removeFolder() {
        Sampan.delete(java.util.Objects.requireNonNull(folder));
    }

    private Pty pty(String... arguments) {
        return Pty.run(java.util.Objects.requireNonNull(folder).resolve("pty"), sampan(), arguments);
    }

    /** Any bytes but Control-P, with which the keys that detach begin. */
    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        for (int i = 0; i < size; i++) {
            bytes[i] = bytes[i] == 16 ? 17 : bytes[i];
        }
        return bytes;
    }

    private static String md5(byte[] bytes) throws Exception {
        return HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("MD5").digest(bytes));
    }

    @Test
    void aPasteOfAMegabyteArrivesWhole() throws Exception {
        byte[] paste = noise(MEGABYTE);
        sampan().run("run", "-d", "--name", "pasted", BUSYBOX, "sleep", "600").succeeds();
        String count = "stty raw -echo; echo ready; head -c " + MEGABYTE + " | md5sum";
        for (List<String> command : List.of(
                List.of("run", "--rm", "-it", BUSYBOX, "sh", "-c", count),
                List.of("exec", "-it", "pasted", "sh", "-c", count))) {
            try (Pty pty = pty(command.toArray(String[]::new))) {
                pty.shows("ready");
                pty.type(paste);
                pty.shows(md5(paste));
                assertThat(pty.end()).isZero();
            }
        }
        sampan().run("rm", "-f", "pasted").succeeds();
    }

    @Test
    void aPasteOfManyLinesArrivesWhole() throws Exception {
        byte[] lines =
                "one line of many, as from a clipboard\n".repeat(MEGABYTE / 38).getBytes(StandardCharsets.UTF_8);
        try (Pty pty = pty("run", "--rm", "-it", BUSYBOX, "sh", "-c", "stty -echo; echo ready; md5sum")) {
            pty.shows("ready");
            pty.type(lines);
            pty.type("\4");
            pty.shows(md5(lines));
            assertThat(pty.end()).isZero();
        }
    }

    @Test
    void aHundredMegabytesComeThroughATerminal() {
        try (Pty pty = pty(
                "run",
                "--rm",
                "-t",
                "--log-opt",
                "max-size=1m",
                BUSYBOX,
                "sh",
                "-c",
                "stty raw; dd if=/dev/zero bs=1M count=100 2>/dev/null; echo end")) {
            assertThat(pty.end()).isZero();
            assertThat(pty.bytes().length).isEqualTo(100 * MEGABYTE + "end\r\n".length());
        }
    }

    @Test
    void textAndBytesAreTheSameBothWays() {
        byte[] bytes = noise(4096);
        try (Pty pty = pty("run", "--rm", "-it", BUSYBOX, "sh", "-c", "stty raw -echo; printf ready; head -c 4096")) {
            pty.shows("ready");
            pty.type(bytes);
            assertThat(pty.end()).isZero();
            assertThat(Arrays.copyOfRange(pty.bytes(), 5, pty.bytes().length)).isEqualTo(bytes);
        }
        try (Pty pty = pty("run", "--rm", "-it", BUSYBOX, "sh", "-c", "read line; echo \"<$line>\"")) {
            pty.type("grüße, 世界 🐋\n");
            pty.shows("<grüße, 世界 🐋>");
            assertThat(pty.end()).isZero();
        }
    }

    @Test
    void aPipelineGoesThroughAContainer() throws IOException, InterruptedException {
        byte[] bytes = noise(20 * MEGABYTE);
        Process cat = sampan().start("run", "--rm", "-i", BUSYBOX, "cat");
        Thread.ofVirtual().start(() -> {
            try (var input = cat.getOutputStream()) {
                input.write(bytes);
            } catch (IOException _) {
                // What came out tells.
            }
        });
        assertThat(cat.getInputStream().readAllBytes()).isEqualTo(bytes);
        assertThat(cat.waitFor()).isZero();
        assertThat(sampan().runWith(bytes, "run", "--rm", "-i", BUSYBOX, "sh", "-c", "wc -c; echo after the end")
                        .out())
                .isEqualTo(bytes.length + "\nafter the end\n");
        Sampan.Result early = sampan().runWith(bytes, "run", "--rm", "-i", BUSYBOX, "head", "-c", "3");
        assertThat(early.succeeds().out()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aHundredAttachedClientsSeeTheSame() throws IOException, InterruptedException {
        String script = "read go; i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done";
        sampan().run("run", "-d", "-i", "--name", "stage", BUSYBOX, "sh", "-c", script)
                .succeeds();
        List<Process> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clients.add(sampan().start("attach", "--no-stdin", "stage"));
        }
        await().untilAsserted(() -> {
            sampan().run("exec", "stage", "sh", "-c", "echo ready > /proc/1/fd/1")
                    .succeeds();
            assertThat(clients)
                    .allSatisfy(client ->
                            assertThat(client.getInputStream().available()).isPositive());
        });
        sampan().runWith("go\n".getBytes(StandardCharsets.UTF_8), "attach", "stage");
        for (Process client : clients) {
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .replace("ready\n", ""))
                    .startsWith("line 0\n")
                    .hasLineCount(2000)
                    .endsWith("line 1999\n");
            assertThat(Patience.ends(client)).isTrue();
            assertThat(client.exitValue()).isZero();
        }
        sampan().run("rm", "stage").succeeds();
    }

    @Test
    void aTerminalThatVanishesLeavesTheContainerAlone() {
        try (Pty pty = pty("run", "-it", "--name", "left", BUSYBOX, "sh")) {
            pty.shows("/ # ");
            pty.type("echo typed-$((1+1))\n");
            pty.shows("typed-2");
            pty.vanish();
        }
        await().untilAsserted(() -> assertThat(fronts("left")).isEmpty());
        assertThat(sampan().run("inspect", "-f", "{{.State.Status}}", "left").line())
                .isEqualTo("running");
        try (Pty pty = pty("attach", "left")) {
            pty.type("echo back-$((2+2)); exit 3\n");
            pty.shows("back-4");
            assertThat(pty.end()).isEqualTo(3);
        }
        assertThat(sampan().run("logs", "left").out()).contains("typed-2", "back-4");
        sampan().run("rm", "left").succeeds();
    }

    @Test
    void aTerminalThatVanishesDuringAnExecHarmsNothing() {
        sampan().run("run", "-d", "--name", "served", BUSYBOX, "sleep", "600").succeeds();
        try (Pty pty = pty("exec", "-it", "served", "sh")) {
            pty.shows("/ # ");
            pty.vanish();
        }
        await().untilAsserted(() -> assertThat(fronts("served")).isEmpty());
        assertThat(sampan().run("exec", "served", "echo", "still here").out()).isEqualTo("still here\n");
        sampan().run("rm", "-f", "served").succeeds();
    }

    /** The command lines of fronts that have to do with a container. */
    private static List<String> fronts(String container) {
        return ProcessHandle.allProcesses()
                .map(process -> Proc.arguments(process.pid()))
                .filter(line -> line.contains("bin/sampan") && line.matches(".* " + container + "( .*)?"))
                .toList();
    }

    @Test
    void whoCannotBeAttachedToOrEnteredIsSaid() {
        sampan().run("run", "-d", "--name", "still", BUSYBOX, "sleep", "600").succeeds();
        sampan().run("pause", "still").succeeds();
        says("Error response from daemon: Container still is paused, unpause the container before exec", "exec");
        says("You cannot attach to a paused container, unpause it first", "attach");
        sampan().run("unpause", "still").succeeds();
        String id = sampan().run("inspect", "-f", "{{.Id}}", "still").line();
        sampan().run("stop", "-t", "0", "still").succeeds();
        says("You cannot attach to a stopped container, start it first", "attach");
        says("Error response from daemon: Container " + id + " is not running", "exec");
        sampan().run("rm", "still").succeeds();
        sampan().run("run", "-d", "--name", "still", "--restart", "always", BUSYBOX, "sh", "-c", "exit 3")
                .succeeds();
        await().untilAsserted(
                        () -> says("You cannot attach to a restarting container, wait until it is running", "attach"));
        sampan().run("rm", "-f", "still").succeeds();
    }

    private void says(String sentence, String verb) {
        List<String> line = verb.equals("exec") ? List.of(verb, "still", "true") : List.of(verb, "still");
        Sampan.Result result = sampan().run(line.toArray(String[]::new));
        assertThat(result.err()).isEqualTo(sentence + "\n");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void anEditorHasTheWholeScreenAndFollowsTheWindow() {
        try (Screen screen = Screen.of(sampan())) {
            screen.type("sampan run --rm -it " + BUSYBOX + " sh");
            screen.shows("/ #");
            screen.type("vi /tmp/letter");
            screen.shows("- /tmp/letter 1/1 100%");
            screen.keys("i");
            screen.type("Dear reader,");
            screen.keys("Escape");
            screen.shows("- /tmp/letter [Modified]"); // in time: an escape right before a letter is another key
            screen.keys("k", "y", "y", "p");
            screen.resize(100, 30);
            screen.keys("C-l");
            await().untilAsserted(
                            () -> assertThat(screen.text().lines().count()).isGreaterThan(24));
            screen.type(":wq");
            screen.shows("/ #");
            screen.type("clear; grep -c '^Dear reader,' /tmp/letter; stty size");
            screen.shows("2\n30 100");
            screen.type("exit");
            screen.shows("host>");
        }
    }

    @Test
    void controlZStopsAJobInsideAndNotTheCommandOutside() {
        sampan().run("run", "-d", "--name", "jobs", BUSYBOX, "sleep", "600").succeeds();
        try (Screen screen = Screen.of(sampan())) {
            screen.type("sampan exec -it jobs sh");
            screen.shows("/ #");
            screen.type("sleep 501");
            Proc.awaitRunning("sleep 501");
            screen.keys("C-z");
            screen.shows("[1]+  Stopped");
            screen.type("clear; kill %1; fg; echo ended-$((1+1))");
            screen.shows("ended-2");
            screen.resize(90, 20);
            screen.type("clear; until [ $(stty size | cut -c 1-2) = 20 ]; do sleep 0.1; done; stty size");
            screen.shows("20 90");
            screen.keys("C-p", "C-q");
            screen.shows("host>");
        }
        sampan().run("rm", "-f", "jobs").succeeds();
    }

    @Test
    void whoStartsAStoppedShellAgainIsInIt() {
        sampan().run("create", "-it", "--name", "again", BUSYBOX, "sh").succeeds();
        for (int i = 0; i < 2; i++) {
            try (Pty pty = pty("start", "-a", "-i", "again")) {
                pty.shows("/ # ");
                pty.type("stty size; exit 7\n");
                pty.shows("24 80");
                assertThat(pty.end()).isEqualTo(7);
            }
        }
        sampan().run("rm", "again").succeeds();
    }

    @Test
    void aSignalToWhoStartedAContainerReachesItsProcess() throws IOException, InterruptedException {
        String line = "trap 'echo heard; exit 9' TERM; echo ready; while :; do sleep 0.1; done";
        sampan().run("create", "--name", "told", BUSYBOX, "sh", "-c", line).succeeds();
        try {
            Process start = sampan().start("start", "-a", "told");
            await().untilAsserted(
                            () -> assertThat(sampan().run("logs", "told").out()).isEqualTo("ready\n"));
            start.toHandle().destroy(); // SIGTERM
            assertThat(new String(start.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("ready\nheard\n");
            assertThat(start.waitFor()).isEqualTo(9);
        } finally {
            sampan().run("rm", "-f", "told").succeeds();
        }
    }
}
