package sampan.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.core.caller.Caller;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.container.Container;
import sampan.core.container.state.ContainerState;
import sampan.core.container.state.CreateRequest;
import sampan.core.error.EngineException;
import sampan.core.exec.Exec;
import sampan.core.exec.ExecConfig;
import sampan.kernel.process.Credentials;

/** One engine goes, the next comes: nothing of the containers is lost. */
final class AdoptionTest {
    private static final String IMAGE = "localhost/busybox";

    @TempDir
    Path folder;

    @TempDir
    Path gate;

    private Leaks before;

    @BeforeEach
    void look() throws IOException {
        assumeThat(Credentials.effectiveUid()).isZero();
        before = Leaks.now(folder);
    }

    @AfterEach
    void leavesNothing() {
        if (before != null) {
            before.assertNone();
        }
    }

    private Container start(Engine engine, boolean autoRemove, String script) {
        ContainerConfig config = ContainerConfig.builder()
                .image(IMAGE)
                .cmd(List.of("sh", "-c", script))
                .build();
        HostConfig host = HostConfig.builder()
                .autoRemove(autoRemove)
                .binds(List.of(gate + ":/gate"))
                .build();
        Container container = engine.create(new CreateRequest("", config, host)).container();
        container.start(Caller.local());
        return container;
    }

    private static long monitor(Container container) {
        int pid = ((ContainerState.Running) container.state()).pid();
        return ProcessHandle.of(pid)
                .flatMap(ProcessHandle::parent)
                .orElseThrow()
                .pid();
    }

    private static boolean hasEnded(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }

    @Test
    void containersRunOnAndAreAdopted() throws Exception {
        String id;
        int pid;
        try (Engine first = Engine.open(folder)) {
            Container container =
                    start(first, false, "echo early; until [ -e /go ]; do sleep 0.05; done; echo late; exit 5");
            id = container.id();
            pid = ((ContainerState.Running) container.state()).pid();
        }
        try (Engine second = Engine.open(folder)) {
            Container adopted = second.containers().find(id.substring(0, 12));
            assertThat(adopted.state())
                    .isInstanceOfSatisfying(
                            ContainerState.Running.class,
                            running -> assertThat(running.pid()).isEqualTo(pid));
            Exec exec = adopted.exec(
                    ExecConfig.of("sh", "-c", "grep Seccomp: /proc/self/status | grep -q 2 && touch /go && exit 4"));
            exec.start(Caller.local());
            assertThat(exec.await()).isEqualTo(4);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            adopted.copyOutput(out);
            assertThat(adopted.await()).isEqualTo(5);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("early\nlate\n");
            adopted.remove();
        }
    }

    @Test
    void whatEndedWithoutAnEngineIsKnownToTheNext() throws Exception {
        String kept;
        String removed;
        List<Long> monitors;
        try (Engine first = Engine.open(folder)) {
            String line = "until [ -e /gate/open ]; do sleep 0.05; done; exit 6";
            Container one = start(first, false, line);
            Container other = start(first, true, line);
            kept = one.id();
            removed = other.id();
            monitors = List.of(monitor(one), monitor(other));
        }
        Files.createFile(gate.resolve("open"));
        await().until(() -> monitors.stream().allMatch(AdoptionTest::hasEnded));
        try (Engine second = Engine.open(folder)) {
            Container container = second.containers().find(kept);
            assertThat(container.state())
                    .isInstanceOfSatisfying(
                            ContainerState.Stopped.class,
                            stopped -> assertThat(stopped.exitCode()).isEqualTo(6));
            assertThat(container.await()).isEqualTo(6);
            assertThatThrownBy(() -> second.containers().find(removed)).isInstanceOf(EngineException.NotFound.class);
            container.remove();
        }
        assertThat(folder.resolve("containers")).isEmptyDirectory();
    }

    @Test
    void aContainerThatWasNeverStartedIsKept() {
        String id;
        try (Engine first = Engine.open(folder)) {
            ContainerConfig config =
                    ContainerConfig.builder().image(IMAGE).cmd(List.of("true")).build();
            HostConfig host = HostConfig.builder().autoRemove(true).build();
            id = first.create(new CreateRequest("", config, host)).container().id();
        }
        try (Engine second = Engine.open(folder)) {
            Container container = second.containers().find(id);
            assertThat(container.state()).isInstanceOf(ContainerState.Created.class);
            container.remove();
        }
    }

    @Test
    void aSecondEngineIsRefusedInOneSentence() {
        try (Engine _ = Engine.open(folder)) {
            assertThatThrownBy(() -> Engine.open(folder))
                    .isInstanceOf(EngineException.Unavailable.class)
                    .hasMessage("another engine (pid " + Credentials.pid() + ") uses " + folder);
        }
    }

    @Test
    void clearsAwayWhatAKilledEngineHalfMade() throws Exception {
        try (Engine engine = Engine.open(folder)) {
            engine.run(IMAGE, "true").await();
        }
        Path half = folder.resolve("containers").resolve("f".repeat(64));
        Files.createDirectory(half);
        Files.writeString(half.resolve("container.json.tmp"), "{");
        Files.createDirectories(folder.resolve("run/containers").resolve("e".repeat(64)));
        try (Engine engine = Engine.open(folder)) {
            assertThat(engine.containers().list()).hasSize(1);
            assertThat(half).doesNotExist();
            assertThat(folder.resolve("run/containers")).isEmptyDirectory();
            engine.containers().list().getFirst().remove();
        }
    }

    @Test
    void aContainerWhoseMonitorWasKilledCountsAsKilled() throws Exception {
        try (Engine engine = Engine.open(folder)) {
            Container container = start(engine, false, "sleep 1000");
            int pid = ((ContainerState.Running) container.state()).pid();
            String[] stat = Files.readString(Path.of("/proc/" + pid + "/stat")).split(" ");
            ProcessHandle.of(Long.parseLong(stat[3])).orElseThrow().destroyForcibly();
            assertThat(container.await(Duration.ofSeconds(60))).isEqualTo(Optional.of(137));
            container.remove();
        }
    }
}
