package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of {@code push}, {@code save} and {@code load}. */
final class TransferScreenTest extends EngineTest {
    private static final String IMAGE = "screen:1";
    private static final byte[] LAYER = layer();
    private static final String LABEL = ArchivedImages.sha256(LAYER).substring(0, 12) + ": ";

    @TempDir
    Path work;

    private Screen screen;

    private static byte[] layer() {
        byte[] random = new byte[4 << 20];
        new Random(2).nextBytes(random);
        return HostileTar.empty().file("random", random, 0644).bytes();
    }

    @BeforeEach
    void open() throws IOException {
        Files.write(
                work.resolve("screen.tar"), ArchivedImages.docker(IMAGE, LAYER).bytes());
        screen = Screen.of(sampan());
        screen.resize(140, 30);
        screen.type("cd " + work + "; clear");
        await().until(() -> screen.text().strip().equals("host>")); // what is typed before that is cleared as well
    }

    @AfterEach
    void close() {
        screen.close();
        sampan().run("rmi", "-f", IMAGE);
    }

    private void moves(String pattern) {
        await().untilAsserted(() -> assertThat(screen.text()).containsPattern(pattern));
    }

    @Test
    void aLayerThatIsPushedHasALineWithABar() {
        CountDownLatch let = new CountDownLatch(1);
        try (HostileRegistry registry = new HostileRegistry()) {
            String name = registry.host() + "/up:1";
            registry.on("/v2/up/blobs/uploads/", exchange -> say(exchange, 202));
            registry.on("/upload", exchange -> {
                boolean content = exchange.getRequestMethod().equals("PATCH");
                exchange.getRequestBody().readNBytes(1 << 20);
                if (content) {
                    HostileRegistry.hold(let);
                }
                exchange.getRequestBody().readAllBytes();
                say(exchange, content ? 202 : 201);
            });
            registry.on("/v2/up/manifests/1", exchange -> {
                exchange.getRequestBody().readAllBytes();
                say(exchange, 201);
            });
            sampan().run("load", "-qi", work + "/screen.tar").succeeds();
            sampan().run("tag", IMAGE, name).succeeds();
            try {
                screen.type("sampan push " + name);
                moves(LABEL + "Pushing \\[=+> *] +[0-9.]+MB/4.196MB\n");
            } finally {
                let.countDown();
            }
            moves("\n1: digest: sha256:[0-9a-f]{64} size: [0-9]+\n");
            assertThat(screen.text())
                    .contains("The push refers to repository [" + registry.host() + "/up]\n" + LABEL + "Pushed\n")
                    .containsOnlyOnce(LABEL);
            sampan().run("rmi", name).succeeds();
        }
    }

    private static void say(HttpExchange exchange, int status) throws IOException {
        exchange.getResponseHeaders().set("Location", "/upload");
        exchange.sendResponseHeaders(status, -1);
    }

    @Test
    void aLayerThatIsLoadedHasALine() {
        screen.type("sampan load -i screen.tar");
        screen.shows("Loaded image: " + IMAGE);
        assertThat(screen.text()).containsOnlyOnce(LABEL).contains("=>]  4.196MB/4.196MB\nLoaded image: ");
    }

    /** What takes more than a second is told of, where it does not get in the way. */
    @Test
    void whatIsSavedIsCountedAndNothingOfThatStays() throws IOException {
        sampan().run("load", "-qi", work + "/screen.tar").succeeds();
        screen.type("sampan save " + IMAGE
                + " | (while [ ! -e go ]; do head -c 20000; sleep 0.1; done; cat) >/dev/null; echo over");
        moves("Saving +[0-9.]+[kM]B");
        Files.createFile(work.resolve("go"));
        screen.shows("\nover\n");
        assertThat(screen.text()).doesNotContain("Saving ");
    }
}
