package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Layers on their way: how many at a time, and what a person sees of them. */
final class DownloadTest extends EngineTest {
    /** A registry of two images of five layers each, whose layers come when they are let go. */
    private static final class Crowded implements AutoCloseable {
        private final HostileRegistry registry = new HostileRegistry();
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final CountDownLatch let = new CountDownLatch(1);

        Crowded() {
            image("1");
            image("2");
        }

        private void image(String tag) {
            byte[][] layers = new byte[5][];
            for (int i = 0; i < layers.length; i++) {
                layers[i] = HostileTar.empty().file("file" + tag + i, tag + i).bytes();
                byte[] layer = layers[i];
                registry.onBlob(layer, exchange -> slowly(exchange, layer));
            }
            byte[] config = ArchivedImages.config(layers).getBytes(UTF_8);
            registry.onBlob(config, HostileRegistry.bytes(200, "application/octet-stream", config));
            registry.on(
                    "/v2/evil/manifests/" + tag,
                    HostileRegistry.bytes(
                            200,
                            "application/vnd.oci.image.manifest.v1+json",
                            ArchivedImages.ociManifest(config, layers)));
        }

        private void slowly(HttpExchange exchange, byte[] layer) throws IOException {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            HostileRegistry.hold(let);
            running.decrementAndGet(); // before its last byte, after which the next one may come
            exchange.sendResponseHeaders(200, layer.length);
            exchange.getResponseBody().write(layer);
        }

        @Override
        public void close() {
            let.countDown();
            registry.close();
        }
    }

    private static void comesBy(Sampan sampan, int limit) throws Exception {
        try (Crowded crowded = new Crowded()) {
            List<Process> pulls = new ArrayList<>();
            for (String tag : List.of("1", "2")) {
                pulls.add(sampan.start("pull", "-q", crowded.registry.host() + "/evil:" + tag));
            }
            // A further one would come while these do not go on.
            await().during(Duration.ofMillis(300)).until(() -> crowded.running.get() == limit);
            crowded.let.countDown();
            for (Process pull : pulls) {
                assertThat(Patience.ends(pull)).isTrue();
                assertThat(pull.exitValue())
                        .as(new String(pull.getErrorStream().readAllBytes(), UTF_8))
                        .isZero();
            }
            assertThat(crowded.most).hasValue(limit);
            for (String tag : List.of("1", "2")) {
                sampan.run("rmi", crowded.registry.host() + "/evil:" + tag).succeeds();
            }
        }
    }

    @Test
    void sixLayersAtATimeComeFromOneHostHoweverManyImagesTheyAreOf() throws Exception {
        comesBy(sampan(), 6);
    }

    @Test
    void theEngineIsToldHowMany() throws Exception {
        try (Sampan own = Sampan.fresh()) {
            Process daemon = own.start(
                    "--data-root",
                    own.dataRoot().toString(),
                    "--exec-root",
                    own.execRoot().toString(),
                    "daemon",
                    "--max-concurrent-downloads",
                    "2");
            try {
                await().until(() -> Files.exists(own.execRoot().resolve("front.sock")));
                comesBy(own, 2);
            } finally {
                daemon.destroy();
                daemon.onExit().join();
            }
        }
    }

    /** One line a layer, which changes, as Docker's client has it. */
    @Test
    void onATerminalALayerHasALineWithABar() throws IOException {
        byte[] random = new byte[4 << 20];
        new Random(1).nextBytes(random);
        byte[] layer = HostileTar.empty().file("random", random, 0644).bytes();
        byte[] config = ArchivedImages.config(layer).getBytes(UTF_8);
        CountDownLatch let = new CountDownLatch(1);
        try (HostileRegistry registry = new HostileRegistry();
                Screen screen = Screen.of(sampan())) {
            registry.onBlob(config, HostileRegistry.bytes(200, "application/octet-stream", config));
            registry.manifest(ArchivedImages.ociManifest(config, layer));
            registry.onBlob(layer, exchange -> {
                exchange.sendResponseHeaders(200, layer.length);
                exchange.getResponseBody().write(layer, 0, layer.length / 2);
                exchange.getResponseBody().flush();
                HostileRegistry.hold(let);
                exchange.getResponseBody().write(layer, layer.length / 2, layer.length - layer.length / 2);
            });
            String label = ArchivedImages.sha256(layer).substring(0, 12) + ": ";
            try {
                screen.resize(140, 30);
                screen.type("sampan pull " + registry.name());
                await().untilAsserted(() -> assertThat(screen.text())
                        .contains("1: Pulling from evil\n")
                        .containsPattern(label + "Downloading \\[=+> +] +[0-9.]+MB/4.196MB\n"));
            } finally {
                let.countDown();
            }
            screen.shows("Status: Downloaded newer image for " + registry.name());
            assertThat(screen.text())
                    .containsOnlyOnce(label)
                    .contains(label + "Pull complete\nDigest: sha256:")
                    .doesNotContain("Downloading");
            sampan().run("rmi", registry.name()).succeeds();
        }
    }
}
