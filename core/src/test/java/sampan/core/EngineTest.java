package sampan.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.core.container.Container;
import sampan.kernel.process.Credentials;

final class EngineTest {
    private static final String IMAGE = "localhost/busybox";

    @TempDir
    Path folder;

    @BeforeEach
    void asRoot() {
        assumeThat(Credentials.effectiveUid()).isZero();
    }

    @Test
    void runsAContainerAsTheReadmeSays() throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (Engine engine = Engine.open(folder)) {
            Container container = engine.run(IMAGE, "echo", "hello");
            container.copyOutput(output);
            int code = container.await();
            container.remove();
            assertThat(code).isZero();
        }
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("hello\n");
    }
}
