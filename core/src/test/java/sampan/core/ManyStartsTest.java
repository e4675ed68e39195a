package sampan.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.core.caller.Caller;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.container.Container;
import sampan.core.container.state.CreateRequest;
import sampan.kernel.process.Credentials;

final class ManyStartsTest {
    private static final int STARTS = 200;
    private static final int IN_FLIGHT = 8;

    @TempDir
    Path folder;

    @Test
    void eightAtATimeDoNotGetInEachOthersWay() throws Exception {
        assumeThat(Credentials.effectiveUid()).isZero();
        Leaks before = Leaks.now(folder);
        try (Engine engine = Engine.open(folder);
                ExecutorService users = Executors.newFixedThreadPool(IN_FLIGHT)) {
            List<Callable<Integer>> runs = new ArrayList<>();
            for (int i = 0; i < STARTS; i++) {
                int code = i % 100;
                runs.add(() -> run(engine, code) - code);
            }
            for (Future<Integer> run : users.invokeAll(runs)) {
                assertThat(run.get()).isZero();
            }
            assertThat(engine.containers().list()).isEmpty();
        }
        before.assertNone();
        assertThat(folder.resolve("containers")).isEmptyDirectory();
        assertThat(folder.resolve("snapshots")).isEmptyDirectory();
    }

    private static int run(Engine engine, int code) throws InterruptedException {
        ContainerConfig config = ContainerConfig.builder()
                .image("localhost/busybox")
                .cmd(List.of("sh", "-c", "exit " + code))
                .build();
        HostConfig host = HostConfig.builder().autoRemove(true).build();
        Container container = engine.create(new CreateRequest("", config, host)).container();
        container.start(Caller.local());
        return container.await();
    }
}
