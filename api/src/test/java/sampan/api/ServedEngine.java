package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import sampan.api.http.Limits;
import sampan.core.Engine;
import sampan.core.container.Container;
import sampan.core.error.EngineException;
import sampan.kernel.process.Credentials;

/** A new engine for each test, and the API of it on a socket. */
abstract class ServedEngine {
    @TempDir
    Path folder;

    private final Limits limits;
    private @Nullable Engine engine;
    private @Nullable ApiServer server;

    ServedEngine(Limits limits) {
        this.limits = limits;
    }

    @BeforeEach
    void start() {
        assumeTrue(Credentials.uid() == 0, "needs root");
        engine = Engine.open(folder);
        serve(OptionalLong.empty());
    }

    @AfterEach
    void stop() {
        if (engine != null) {
            server().close();
            removeContainers(engine);
            engine.close();
        }
    }

    static void removeContainers(Engine engine) {
        engine.containers().list().forEach(ServedEngine::removeUnlessGone);
    }

    /** A request, or its own end, may have removed it first or be about to. */
    static void removeUnlessGone(Container container) {
        try {
            container.remove(true, true);
        } catch (EngineException.NotFound | EngineException.Conflict e) {
            assertThat(e.getMessage()).contains(container.id());
        }
    }

    final void serve(OptionalLong group) {
        ApiServer serving = new ApiServer(engine(), List.of(new ApiAddress.Unix(socket())), group, limits);
        server = serving;
        serving.open();
    }

    final Engine engine() {
        return Objects.requireNonNull(engine);
    }

    final ApiServer server() {
        return Objects.requireNonNull(server);
    }

    final Path socket() {
        return folder.resolve("api.sock");
    }
}
