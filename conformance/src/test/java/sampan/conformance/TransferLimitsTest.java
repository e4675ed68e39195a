package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How much an engine was told to send at a time, and how often to ask again. That of downloads at a time is in {@link DownloadTest}. */
@ExtendWith(LeakCheck.class)
final class TransferLimitsTest {
    private static final String UPLOADS = "/v2/evil/blobs/uploads/";

    @TempDir
    Path folder;

    /** A registry that has nothing, and takes layers when they are let go. */
    private static final class Taking implements AutoCloseable {
        private final HostileRegistry registry = new HostileRegistry();
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final CountDownLatch let = new CountDownLatch(1);

        Taking() {
            registry.on(UPLOADS, exchange -> tell(exchange, 202, UPLOADS + "one"));
            registry.on(UPLOADS + "one", this::take);
            registry.on("/v2/evil/manifests/many", exchange -> tell(exchange, 201, "/v2/evil/manifests/many"));
        }

        private static void tell(HttpExchange exchange, int status, String location) throws IOException {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(status, -1);
        }

        private void take(HttpExchange exchange) throws IOException {
            if (exchange.getRequestMethod().equals("PATCH")) {
                begun.incrementAndGet();
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                HostileRegistry.hold(let);
                running.decrementAndGet();
                tell(exchange, 202, UPLOADS + "one");
            } else {
                tell(exchange, 201, "/v2/evil/blobs/any");
            }
        }

        @Override
        public void close() {
            let.countDown();
            registry.close();
        }
    }

    private static HostileTar imageOfFiveLayers(String name) {
        byte[][] layers = new byte[5][];
        String[] names = new String[layers.length];
        HostileTar image = HostileTar.empty();
        for (int i = 0; i < layers.length; i++) {
            layers[i] = HostileTar.empty().file("file" + i, "layer " + i).bytes();
            names[i] = "layer" + i + ".tar";
            image = image.file(names[i], layers[i], 0644);
        }
        return image.file("config.json", ArchivedImages.config(layers))
                .file("manifest.json", ArchivedImages.manifest("config.json", name, names));
    }

    @Test
    void soManyLayersGoAtATimeAsTheFlagSays() throws Exception {
        try (Sampan sampan = Sampan.fresh();
                Taking taking = new Taking()) {
            DaemonStart.of(sampan, folder.resolve("told"), List.of(), "--max-concurrent-uploads", "2");
            String name = taking.registry.host() + "/evil:many";
            sampan.runWith(imageOfFiveLayers(name).bytes(), "load", "-q").succeeds();
            Process push = sampan.start("push", "-q", name);
            // A further one would come while these do not go on.
            await().during(Duration.ofMillis(300)).until(() -> taking.running.get() == 2);
            taking.let.countDown();
            assertThat(Patience.ends(push)).isTrue();
            assertThat(push.exitValue())
                    .as(new String(push.getErrorStream().readAllBytes(), UTF_8))
                    .isZero();
            assertThat(taking.begun).hasValue(5);
            assertThat(taking.most).hasValue(2);
        }
    }

    @Test
    void aDownloadIsTriedAsOftenAsTheFlagSays() throws Exception {
        for (int attempts : new int[] {1, 3}) {
            AtomicInteger asked = new AtomicInteger();
            try (Sampan sampan = Sampan.fresh();
                    HostileRegistry registry = new HostileRegistry()) {
                registry.onBlob(HostileRegistry.LAYER, exchange -> {
                    asked.incrementAndGet();
                    exchange.sendResponseHeaders(503, -1);
                });
                DaemonStart.of(sampan, folder.resolve("told"), List.of(), "--max-download-attempts", "" + attempts);
                Sampan.Result pull = sampan.run("pull", "-q", registry.name());
                assertThat(pull.code()).isEqualTo(1);
                assertThat(pull.err()).contains("503");
                assertThat(asked).as("attempts").hasValue(attempts);
            }
        }
    }

    /** What came of it counts as progress: a connection that breaks again and again, but a byte further each time, is gone on with. */
    @Test
    void aDownloadThatGetsOnIsNoFailedAttempt() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        byte[] layer = HostileRegistry.LAYER;
        try (Sampan sampan = Sampan.fresh();
                HostileRegistry registry = new HostileRegistry()) {
            registry.onBlob(layer, exchange -> {
                String range = exchange.getRequestHeaders().getFirst("Range");
                int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
                int end = asked.incrementAndGet() < 4 ? from + 1 : layer.length;
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (layer.length - 1) + "/" + layer.length);
                exchange.sendResponseHeaders(range == null ? 200 : 206, layer.length - from);
                exchange.getResponseBody().write(layer, from, end - from);
            });
            DaemonStart.of(sampan, folder.resolve("told"), List.of(), "--max-download-attempts", "2");
            sampan.run("pull", "-q", registry.name()).succeeds();
            assertThat(asked).hasValue(4);
        }
    }
}
