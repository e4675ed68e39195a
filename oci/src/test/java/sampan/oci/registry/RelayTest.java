package sampan.oci.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageReference;

/** What is under way beside a question does not hold up its answer. */
final class RelayTest {
    private static final byte[] BLOB = "x".repeat(1 << 20).getBytes(US_ASCII);
    /** As the JDK's client sends what it does not know the length of. */
    private static final int CHUNK = 16 << 10;

    private static final Digest ASKED = Digest.sha256("asked for".getBytes(US_ASCII));

    private final ServerSocket server;
    private final Connections connections = new Connections();
    private final CompletableFuture<String> sent = new CompletableFuture<>();

    RelayTest() throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    }

    @BeforeEach
    void serve() {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket connection = server.accept();
                    Thread.ofVirtual().start(() -> answer(connection));
                }
            } catch (IOException closed) {
                assertThat(server.isClosed()).isTrue();
            }
        });
    }

    @AfterEach
    void end() throws IOException {
        connections.close();
        server.close();
    }

    private void answer(Socket connection) {
        try (connection) {
            BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                while (!in.readLine().isEmpty()) {
                    // its headers
                }
                if (line.startsWith("PATCH ")) {
                    sent.complete(in.readLine() + " " + in.readLine());
                    while (!in.readLine().equals("0")) {
                        // chunks
                    }
                    in.readLine();
                }
                connection.getOutputStream().write(said(line).getBytes(US_ASCII));
            }
        } catch (IOException hungUp) {
            assertThat(server.isBound()).isTrue();
        }
    }

    private static String said(String request) {
        String length = "Content-Length: " + BLOB.length + "\r\n";
        return switch (request.substring(0, request.indexOf(' '))) {
            case "HEAD" -> "HTTP/1.1 200 OK\r\nDocker-Content-Digest: " + ASKED + "\r\n" + length + "\r\n";
            case "POST", "PATCH" -> "HTTP/1.1 202 Accepted\r\nLocation: /v2/up/load\r\nContent-Length: 0\r\n\r\n";
            case "PUT" -> "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";
            default ->
                request.contains("/blobs/")
                        ? "HTTP/1.1 200 OK\r\n" + length + "\r\n" + new String(BLOB, US_ASCII)
                        : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        };
    }

    private RegistryClient client() {
        return new RegistryClient(
                new RegistryClient.Settings(
                        new Registries(List.of()),
                        List.of(),
                        Map.of(),
                        "test",
                        Duration.ofSeconds(20),
                        new RegistryClient.Bounds(2, 2, 5)),
                connections);
    }

    private Repository repository(RegistryClient client) throws IOException {
        ImageReference name = ImageReference.parse("127.0.0.1:" + server.getLocalPort() + "/asked:1");
        return client.toPull(name, Credentials.Source.NOBODY).getLast();
    }

    @Test
    void aQuestionIsAnsweredWhileAnUploadWaitsForWhatItSends() throws IOException {
        try (RegistryClient client = client()) {
            Repository repository = repository(client);
            Digest digest = new Upload(repository).stream(out -> {
                out.write(BLOB, 0, 3 * CHUNK);
                out.flush();
                assertThat(sent.orTimeout(30, TimeUnit.SECONDS).join()).startsWith("4000 xxx");
                Digest told = repository.digest("1").orElseThrow(); // nothing more is sent before that is answered
                out.write(BLOB, 0, CHUNK);
                return told;
            });
            assertThat(digest).isEqualTo(ASKED);
        }
    }

    @Test
    void questionsAreAnsweredWhileNobodyReadsABlob() throws IOException {
        try (RegistryClient client = client()) {
            Repository repository = repository(client);
            Descriptor blob = new Descriptor("text/plain", Digest.sha256(BLOB), BLOB.length, List.of(), Map.of());
            assertThat(repository.digest("1")).contains(ASKED);
            try (InputStream stream = repository.blob(blob)) {
                assertThat(repository.digest("1")).contains(ASKED);
                assertThat(stream.readAllBytes()).isEqualTo(BLOB);
            }
            assertThat(repository.digest("1")).contains(ASKED);
        }
    }

    @Test
    void onlyWhatMovesTakesThreads() {
        Relay relay = new Relay();
        assertThat(thread(relay)).isSameAs(Thread.currentThread());
        Runnable one = relay.moves();
        Runnable other = relay.moves();
        assertThat(thread(relay).isVirtual()).isTrue();
        one.run();
        one.run();
        assertThat(thread(relay).isVirtual()).isTrue();
        other.run();
        assertThat(thread(relay)).isSameAs(Thread.currentThread());
    }

    private static Thread thread(Relay relay) {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        relay.execute(() -> thread.complete(Thread.currentThread()));
        return thread.join();
    }
}
