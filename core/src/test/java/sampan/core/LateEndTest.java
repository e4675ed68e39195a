package sampan.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sampan.core.caller.Caller;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.container.Container;
import sampan.core.container.state.ContainerState;
import sampan.core.container.state.CreateRequest;
import sampan.kernel.process.Kill;
import sampan.kernel.process.Signal;

/** Processes that end before their start has returned: whatever comes after an end comes late, and somebody else may have come first. */
final class LateEndTest extends EngineInThisJvm {
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final int OFTEN = 20;

    private static Container create(boolean autoRemove) {
        ContainerConfig config = ContainerConfig.builder()
                .image(IMAGE)
                .cmd(List.of("sleep", "1000"))
                .volumes(Map.of("/data", Map.of()))
                .build();
        HostConfig host = HostConfig.builder().autoRemove(autoRemove).build();
        return engine.create(new CreateRequest("", config, host)).container();
    }

    /** What happens once the process runs; the start goes on when that is over. */
    @FunctionalInterface
    private interface Meanwhile {
        void happens() throws IOException;
    }

    private static Caller caller(Meanwhile meanwhile) {
        Caller local = Caller.local();
        return new Caller(local.files(), (binary, program, handed) -> {
            local.launcher().launch(binary, program, handed);
            meanwhile.happens();
        });
    }

    private static void end(Container container) throws IOException {
        await().atMost(LIMIT).until(() -> container.state() instanceof ContainerState.Running);
        Kill.process(container.pid().orElseThrow(), Signal.KILL);
        await().atMost(LIMIT).until(() -> container.state() instanceof ContainerState.Stopped);
    }

    @Test
    void whoRemovesItFirstSaysWhatBecomesOfItsVolumes() throws Exception {
        Container container = create(false);
        String volume = container.mounts().getFirst().name();
        Thread removing = Thread.ofPlatform().unstarted(container::remove);
        container.start(caller(() -> {
            removing.start(); // its turn comes after the start, and before what follows the end
            await().atMost(LIMIT).until(() -> removing.getState() == Thread.State.WAITING);
            end(container);
        }));
        removing.join();
        assertThat(engine.containers().list()).isEmpty();
        engine.close(); // all that was to come has come
        engine = Engine.open(folder);
        assertThat(engine.volumes().list()).extracting(one -> one.name().text()).contains(volume);
        engine.removeVolume(volume);
    }

    /** Its process is gone, and the engine has yet to hear of it. */
    @Test
    void oneThatHasJustEndedIsRemovedByForce() throws Exception {
        for (int i = 0; i < OFTEN; i++) {
            Container container = create(false);
            container.start(Caller.local());
            int pid = container.pid().orElseThrow();
            Kill.process(pid, Signal.KILL);
            while (Files.exists(Path.of("/proc", Integer.toString(pid)))) {
                Thread.onSpinWait();
            }
            container.remove(true, true);
        }
        assertThat(engine.containers().list()).isEmpty();
    }

    @Test
    void oneThatIsRemovedAtItsEndGoesWhenItEndsRightAfterARestart() throws Exception {
        Container container = create(true);
        container.start(Caller.local());
        container.restart(Optional.of("KILL"), Optional.empty(), caller(() -> end(container)));
        assertThat(container.removal().get()).isEqualTo(137);
        assertThat(engine.containers().list()).isEmpty();
    }
}
