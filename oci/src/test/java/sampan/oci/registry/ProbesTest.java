package sampan.oci.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageReference;

/** What a tag leads to is asked again and again, of registries that answer in different ways. */
final class ProbesTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final String GOOD = "HTTP/1.1 200 OK\r\ndocker-content-digest: " + DIGEST + "\r\n\r\n";

    private final ServerSocket server;
    private final Connections connections = new Connections();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger questions = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(2);
    private volatile String answer = GOOD;
    private volatile boolean hangsUp;

    ProbesTest() throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void end() throws IOException {
        connections.close();
        server.close();
    }

    private void serve() {
        try {
            while (true) {
                Socket connection = server.accept();
                accepted.incrementAndGet();
                Thread.ofVirtual().start(() -> answer(connection));
            }
        } catch (IOException closed) {
            assertThat(server.isClosed()).isTrue();
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            BufferedReader requests = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                while (!requests.readLine().isEmpty()) {
                    // its headers
                }
                boolean probe = line.startsWith("HEAD ");
                questions.addAndGet(probe ? 1 : 0);
                String said = probe ? answer : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
                connection.getOutputStream().write(said.getBytes(US_ASCII));
                asked.countDown();
                if (probe && hangsUp) {
                    return;
                }
            }
        } catch (IOException hungUp) {
            assertThat(questions.get()).isPositive();
        }
    }

    private RegistryClient client() {
        return new RegistryClient(
                new RegistryClient.Settings(
                        new Registries(List.of()),
                        List.of(),
                        Map.of(),
                        "test",
                        Duration.ofSeconds(20),
                        new RegistryClient.Parallel(1, 1)),
                connections);
    }

    private String ask() throws IOException {
        try (RegistryClient client = client()) {
            ImageReference name = ImageReference.parse("127.0.0.1:" + server.getLocalPort() + "/asked:1");
            return client.toPull(name, Credentials.Source.NOBODY)
                    .getLast()
                    .digest("1")
                    .map(Digest::toString)
                    .orElse("nothing");
        }
    }

    @Test
    void allQuestionsOfManyCommandsGoByOneConnection() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertThat(ask()).isEqualTo(DIGEST);
        }
        assertThat(questions).hasValue(20);
        assertThat(accepted.get()).isLessThanOrEqualTo(2); // one that found out what is spoken there
        answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 99\r\n\r\n";
        assertThat(ask()).isEqualTo("nothing");
        answer = GOOD;
        assertThat(ask()).isEqualTo(DIGEST);
        assertThat(accepted.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void aServerThatHangsUpIsAskedByAnotherConnection() throws IOException {
        hangsUp = true;
        for (int i = 0; i < 5; i++) {
            assertThat(ask()).isEqualTo(DIGEST);
        }
        answer = GOOD.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        for (int i = 0; i < 5; i++) {
            assertThat(ask()).isEqualTo(DIGEST);
        }
    }

    @Test
    void whatIsNotAsUsualIsUnderstoodAllTheSame() throws IOException {
        hangsUp = true;
        String early = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
        for (String said : List.of(
                GOOD,
                early + GOOD,
                GOOD.replace("HTTP/1.1", "HTTP/1.0"),
                GOOD + "more",
                GOOD.replace("docker", "DOCKER").replace(": ", ":"))) {
            answer = said;
            assertThat(ask()).as(said).isEqualTo(DIGEST);
        }
    }

    @Test
    void aQuestionThatIsInterruptedEnds() throws Exception {
        assertThat(ask()).isEqualTo(DIGEST);
        answer = "";
        CountDownLatch failed = new CountDownLatch(1);
        Thread asker = Thread.ofPlatform().start(() -> {
            assertThatThrownBy(this::ask).isInstanceOf(InterruptedIOException.class);
            failed.countDown();
        });
        asked.await();
        while (questions.get() < 2) {
            Thread.onSpinWait();
        }
        asker.interrupt();
        failed.await();
        asker.join();
    }
}
