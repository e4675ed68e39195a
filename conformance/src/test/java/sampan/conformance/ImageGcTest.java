package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code image gc}, and what the engine collects by itself: images whose names went to newer ones, and nothing that anybody has. */
@ExtendWith(LeakCheck.class)
final class ImageGcTest {
    private static String imported(Sampan sampan, String said) {
        byte[] tar = HostileTar.withShell().file("said", said).bytes();
        return sampan.runWith(tar, "import", "-", "app:1").succeeds().line();
    }

    private static String images(Sampan sampan) {
        return sampan.run("images", "-aq", "--no-trunc").succeeds().out();
    }

    private static void layersAre(Sampan sampan, int count) {
        await().until(() -> sampan.run("image", "check").out().contains(" " + count + " layers, "));
    }

    @Test
    void whatLostItsNameGoesOnDemandAndWhatIsInUseStays() {
        try (Sampan sampan = Sampan.fresh()) {
            String used = imported(sampan, "used");
            sampan.run("create", "--name", "holder", "app:1", "/bin/sh").succeeds();
            String old = imported(sampan, "old");
            String current = imported(sampan, "current");
            assertThat(sampan.run("image", "gc").succeeds().out()).isEqualTo("Total reclaimed space: 0B\n");
            await().untilAsserted(() -> {
                sampan.run("image", "gc", "--policy", "age=1s").succeeds();
                assertThat(images(sampan)).contains(used, current).doesNotContain(old);
            });
            layersAre(sampan, 3);
            assertThat(sampan.run("start", "holder").succeeds().line()).isEqualTo("holder");
            sampan.run("rm", "-f", "holder").succeeds();
            assertThat(sampan.run("image", "gc", "--policy", "age=1s")
                            .succeeds()
                            .out())
                    .contains("Deleted Images:\n", "Total reclaimed space: ")
                    .contains(used);
            assertThat(images(sampan)).contains(current).doesNotContain(used);
        }
    }

    @Test
    void theEngineCollectsByItself() throws IOException {
        try (Sampan sampan = Sampan.fresh()) {
            String old = imported(sampan, "old");
            String current = imported(sampan, "current");
            sampan.killEngine();
            Process daemon = sampan.start(
                    "--data-root",
                    sampan.dataRoot().toString(),
                    "--exec-root",
                    sampan.execRoot().toString(),
                    "daemon",
                    "--image-gc",
                    "age=1s");
            try {
                await().until(() -> Files.exists(sampan.execRoot().resolve("front.sock")));
                await().untilAsserted(() ->
                        assertThat(images(sampan)).contains(current).doesNotContain(old));
                layersAre(sampan, 2);
            } finally {
                daemon.destroy();
                daemon.onExit()
                        .orTimeout(Sampan.LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .join();
            }
        }
    }

    @Test
    void helpAndWrongUse() {
        try (Sampan sampan = Sampan.fresh()) {
            assertThat(sampan.run("image", "gc", "--help").succeeds().out()).contains("--policy");
            Sampan.Result wrong = sampan.run("image", "gc", "--policy", "high=50");
            assertThat(wrong.code()).isEqualTo(1);
            assertThat(wrong.err()).contains("invalid image-gc");
            assertThat(sampan.run("image", "gc", "x").err()).contains("accepts no arguments");
        }
    }
}
