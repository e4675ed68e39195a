package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Containers go into files and come back, by the criu that {@link CriuCheck} names.
 */
final class RuntimeCheckpointTest extends CheckpointTest {
    private void counting() throws IOException {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        Files.writeString(shared.resolve("file"), "the host's\n");
        bundle.mounts("""
                {"destination": "/shared", "type": "bind", "source": "%s", "options": ["rbind", "ro"]},
                  {"destination": "/sys/fs/cgroup", "type": "cgroup", "source": "cgroup", "options": ["ro"]}""".formatted(shared));
        bundle.config("\"terminal\": false", """
                "maskedPaths": ["/proc/kcore", "/proc/scsi"], "readonlyPaths": ["/proc/sys"],
                "resources": {"memory": {"limit": 67108864}},""", "sh", "-c", COUNTING);
    }

    @Test
    void aContainerGoesOnWhereItWas() throws IOException, InterruptedException {
        assumeTrue(works());
        counting();
        Path before = start("before", "run", "-d", "c");
        awaitCount(before, 3);
        criu(
                        "checkpoint",
                        "--image-path",
                        images(),
                        "--work-path",
                        folder.resolve("work").toString(),
                        "c")
                .succeeds();
        assertThat(bundle.state()).isEmptyDirectory();
        assertThat(folder.resolve("work/dump.log")).exists();
        assertThat(CGROUP).doesNotExist();
        Path pid = folder.resolve("pid");
        Path after = start("after", "restore", "-d", "--image-path", images(), "--pid-file", pid.toString(), "again");
        awaitCount(after, 3);
        assertCounted(before, after);
        assertThat(bundle.run("state", "again").out())
                .contains("\"status\": \"running\"", "\"pid\": " + Files.readString(pid));
        assertThat(bundle.run("exec", "again", "cat", "/shared/file").out()).isEqualTo("the host's\n");
        assertThat(CGROUP.resolve(UNIFIED ? "memory.max" : "memory.limit_in_bytes"))
                .hasContent("67108864");
        bundle.run("delete", "-f", "again").succeeds();
    }

    @Test
    void whoRestoresInTheForegroundLearnsTheExitCode() throws IOException, InterruptedException {
        assumeTrue(works());
        bundle.runs("sh", "-c", "trap 'exit 7' TERM; " + COUNTING);
        Path before = start("before", "run", "c");
        awaitCount(before, 1);
        criu("checkpoint", "--image-path", images(), "c").succeeds();
        Path after = start("after", "restore", "--image-path", images(), "c");
        awaitCount(after, 1);
        await().until(() -> bundle.run("state", "c").code() == 0);
        bundle.run("kill", "c").succeeds();
        await().untilAsserted(() -> assertThat(after).content().endsWith("status 7\n"));
        assertThat(bundle.state()).isEmptyDirectory();
    }

    @Test
    void aContainerMayRunOnAfterItsCheckpoint() throws IOException, InterruptedException {
        assumeTrue(works());
        bundle.runs("sh", "-c", COUNTING);
        Path before = start("before", "run", "-d", "c");
        awaitCount(before, 1);
        criu("checkpoint", "--leave-running", "--image-path", images(), "c").succeeds();
        awaitCount(before, numbers(before).size() + 2);
        bundle.run("delete", "-f", "c").succeeds();
        Path after = start("after", "restore", "-d", "--image-path", images(), "c");
        awaitCount(after, 1);
        bundle.run("delete", "-f", "c").succeeds();
    }

    @Test
    void hooksRunAtTheRestoreAndAtTheEnd() throws IOException, InterruptedException {
        assumeTrue(works());
        bundle.runs("sh", "-c", COUNTING);
        Path trace = folder.resolve("trace");
        bundle.insert("\"root\":", "\"hooks\": {" + tracing(trace) + "}, ");
        Path before = start("before", "run", "-d", "c");
        awaitCount(before, 1);
        criu("checkpoint", "--image-path", images(), "c").succeeds();
        Files.delete(trace);
        Path after = start("after", "restore", "-d", "--image-path", images(), "c");
        awaitCount(after, 1);
        assertThat(trace).hasContent("prestart\ncreateRuntime\n");
        bundle.run("delete", "-f", "c").succeeds();
        assertThat(trace).hasContent("prestart\ncreateRuntime\npoststop\n");
    }

    private static String tracing(Path trace) {
        return Stream.of("prestart", "createRuntime", "poststop")
                .map(kind ->
                        "\"%s\": [{\"path\": \"/bin/sh\", \"args\": [\"sh\", \"-c\", \"cat >/dev/null; echo %s >> %s\"]}]"
                                .formatted(kind, kind, trace))
                .collect(Collectors.joining(", "));
    }

    /** As containerd asks for it: it pauses before. */
    @Test
    void aPausedContainerIsWrittenAndStaysPaused() throws IOException, InterruptedException {
        assumeTrue(works());
        bundle.runs("sh", "-c", COUNTING);
        Path before = start("before", "run", "-d", "c");
        awaitCount(before, 1);
        bundle.run("pause", "c").succeeds();
        criu("checkpoint", "--leave-running", "--image-path", images(), "c").succeeds();
        assertThat(bundle.run("state", "c").out()).contains("\"status\": \"paused\"");
        int counted = numbers(before).size();
        bundle.run("resume", "c").succeeds();
        awaitCount(before, counted + 1);
        bundle.run("delete", "-f", "c").succeeds();
    }

    @Test
    void runcRestoresWhatWasWrittenHereAndTheOtherWayRound() throws IOException, InterruptedException {
        assumeTrue(works() && CRIU.equals("criu") && Files.isExecutable(Path.of("/usr/sbin/runc")));
        counting();
        Path before = start("before", "run", "-d", "c");
        awaitCount(before, 1);
        criu("checkpoint", "--image-path", images(), "c").succeeds();
        Path runcs = folder.resolve("runcs");
        String runc = "runc --root " + folder.resolve("runc");
        Process restored = new ProcessBuilder(
                        "sh", "-c", runc + " restore -d --image-path " + images() + " c </dev/null | cat >" + runcs)
                .directory(bundle.folder().toFile())
                .start();
        await().until(() -> Files.exists(runcs));
        awaitCount(runcs, 2);
        Path back = folder.resolve("back");
        Process written = new ProcessBuilder("sh", "-c", runc + " checkpoint --image-path " + back + " c").start();
        assertThat(written.waitFor()).isZero();
        restored.waitFor(10, TimeUnit.SECONDS);
        Path after = start("after", "restore", "-d", "--image-path", back.toString(), "c");
        awaitCount(after, 2);
        assertCounted(before, runcs, after);
        bundle.run("delete", "-f", "c").succeeds();
    }

    @Test
    void aTerminalComesBackOnAnotherOne() throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(Path.of("src/test/c")), "the source of the terminal's driver is not in the guest");
        assumeTrue(works());
        Path driver = Probe.compile("pty", folder);
        bundle.config("\"terminal\": true", "", "sh", "-c", "while read line; do echo \"<$line>\"; done");
        try (Pty first = Pty.start(driver, bundle.command(List.of("--criu", CRIU), "run", "c"))) {
            first.type("one\n");
            first.shows("<one>");
            criu("checkpoint", "--image-path", images(), "c").succeeds();
        }
        try (Pty second =
                Pty.start(driver, bundle.command(List.of("--criu", CRIU), "restore", "--image-path", images(), "c"))) {
            await().until(() -> bundle.run("state", "c").code() == 0);
            second.type("two\n");
            second.shows("<two>");
        }
        bundle.run("delete", "-f", "c");
    }

    @Test
    void whatCannotBeDoneIsSaid() throws IOException {
        assertThat(criu("checkpoint", "none").err()).contains("container does not exist");
        bundle.runs("sleep", "100");
        bundle.run("create", "c").succeeds();
        assertThat(criu("checkpoint", "c").err()).contains("Container cannot be checkpointed in created state");
        bundle.run("start", "c").succeeds();
        assertThat(bundle.runWith(List.of("--criu", "no-such-criu"), "checkpoint", "--image-path", images(), "c")
                        .err())
                .contains("CRIU version check failed: exec: \\\"no-such-criu\\\": executable file not found in $PATH");
        assertThat(criu("checkpoint", "--parent-path", "/tmp", "c").err()).contains("--parent-path must be relative");
        assertThat(criu("checkpoint", "--page-server", "9000", "c").err())
                .contains("Use --page-server ADDRESS:PORT to specify page server");
        assertThat(criu("checkpoint", "--page-server", "here:there", "c").err()).contains("Invalid port number");
        assertThat(criu("checkpoint", "--manage-cgroups-mode", "hard", "c").err())
                .contains("Invalid manage cgroups mode");
        assertThat(criu("checkpoint", "--empty-ns", "mount", "c").err())
                .contains("namespace \\\"mount\\\" is not supported");
        assertThat(criu("restore", "--image-path", folder.resolve("nowhere").toString(), "d")
                        .code())
                .isEqualTo(1);
        assertThat(bundle.run("list", "-q").out()).isEqualTo("c\n");
    }
}
