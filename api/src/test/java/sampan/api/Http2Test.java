package sampan.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sampan.api.http.Limits;

/** HTTP/2 without TLS: from the first byte, and after {@code Upgrade: h2c}, as the JDK's client asks for it. */
@Timeout(300)
final class Http2Test extends ServedEngine {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int AWAY = 7;
    private static final int END_OF_STREAM = 1;
    private static final int END_OF_HEADERS = 4;
    private static final int HEAD = 9;
    private static final byte POST = (byte) 0x83;
    private static final byte[] CANCELLED = {0, 0, 0, 8};

    Http2Test() {
        super(Limits.DEFAULT);
    }

    private record Frame(int type, int flags, int stream, byte[] payload) {
        byte[] bytes() {
            return ByteBuffer.allocate(HEAD + payload.length)
                    .putInt(payload.length << 8 | type)
                    .put((byte) flags)
                    .putInt(stream)
                    .put(payload)
                    .array();
        }

        /** A request; its names are in the table of RFC 7541. */
        static Frame get(int stream, String path) {
            ByteArrayOutputStream fields = new ByteArrayOutputStream();
            fields.write(0x82); // :method: GET
            fields.write(0x86); // :scheme: http
            fields.write(4); // :path
            fields.write(path.length());
            fields.writeBytes(path.getBytes(UTF_8));
            return new Frame(HEADERS, END_OF_HEADERS | END_OF_STREAM, stream, fields.toByteArray());
        }
    }

    private RawClient speaking() throws IOException {
        RawClient client = new RawClient(socket());
        client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        client.send(new Frame(SETTINGS, 0, 0, new byte[0]).bytes());
        return client;
    }

    private static Frame next(RawClient client) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(client.read(HEAD));
        if (head.remaining() < HEAD) {
            return new Frame(AWAY, 0, 0, new byte[0]);
        }
        int word = head.getInt();
        return new Frame(word & 0xff, head.get(), head.getInt(), client.read(word >>> 8));
    }

    /** The next of that stream that is of that type. */
    private static Frame next(RawClient client, int stream, int type) throws IOException {
        Frame frame = next(client);
        while (frame.stream() != stream || frame.type() != type) {
            assertThat(frame.type()).isNotEqualTo(AWAY);
            frame = next(client);
        }
        return frame;
    }

    @Test
    void isSpokenWithAClientThatBeginsWithIt() throws IOException {
        try (RawClient client = speaking()) {
            client.send(Frame.get(1, "/_ping").bytes());
            assertThat(new String(next(client, 1, DATA).payload(), UTF_8)).isEqualTo("OK");
            client.send(Frame.get(3, "/v1.40/nothing").bytes());
            assertThat(new String(next(client, 3, DATA).payload(), UTF_8)).contains("page not found");
        }
    }

    @Test
    void thePrefaceMayComeInPieces() throws IOException {
        try (RawClient client = new RawClient(socket())) {
            for (String part : List.of("P", "RI * HTTP/2.0\r\n", "\r\nSM\r\n\r", "\n")) {
                client.send(part);
            }
            client.send(new Frame(SETTINGS, 0, 0, new byte[0]).bytes());
            client.send(Frame.get(1, "/_ping").bytes());
            assertThat(new String(next(client, 1, DATA).payload(), UTF_8)).isEqualTo("OK");
        }
    }

    @Test
    void aStreamThatIsCancelledCancelsItsRequestAlone() throws IOException, InterruptedException {
        try (RawClient client = speaking()) {
            client.send(Frame.get(1, "/events").bytes());
            next(client, 1, HEADERS);
            client.send(Frame.get(3, "/events").bytes());
            next(client, 3, HEADERS);
            client.send(new Frame(RESET, 0, 1, CANCELLED).bytes());
            client.send(Frame.get(5, "/_ping").bytes());
            next(client, 5, DATA);
            engine().volumes().create("heard", java.util.Map.of());
            assertThat(new String(next(client, 3, DATA).payload(), UTF_8)).contains("\"heard\"");
            assertThat(server().idleNanos()).isZero();
            client.send(new Frame(RESET, 0, 3, CANCELLED).bytes());
            while (server().idleNanos() == 0) { // until the time limit of the test
                Thread.sleep(10);
            }
        }
    }

    /** Requests that are taken back at once cost their sender the connection, and nobody else anything. */
    @Test
    void cve202344487RapidResetsEndTheConnection() throws IOException {
        try (RawClient client = speaking()) {
            Thread.ofVirtual().start(() -> {
                try {
                    for (int stream = 1; stream < 20_000; stream += 2) {
                        client.send(Frame.get(stream, "/info").bytes());
                        client.send(new Frame(RESET, 0, stream, CANCELLED).bytes());
                    }
                } catch (IOException expected) {
                    // the connection is over
                }
            });
            Frame frame = next(client);
            while (frame.type() != AWAY) {
                frame = next(client);
            }
        }
        assertThat(RawClient.get(socket(), "/_ping")).endsWith("OK");
    }

    @Test
    void aStreamIsNoLine() throws IOException {
        try (RawClient client = speaking()) {
            Frame request = Frame.get(1, "/containers/x/attach?stream=1");
            request.payload()[0] = POST;
            client.send(request.bytes());
            assertThat(new String(next(client, 1, DATA).payload(), UTF_8)).contains("cannot be hijacked");
        }
    }

    @Test
    void anOfferThatIsWrongIsAnsweredInTheOldLanguage() throws IOException {
        for (String offer : List.of(
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: ####\r\n",
                "Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n",
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c2\r\nHTTP2-Settings: AAMAAABk\r\n",
                "Connection: Upgrade\r\nUpgrade: h2c\r\n")) {
            try (RawClient client = new RawClient(socket())) {
                for (int i = 0; i < 2; i++) {
                    client.send("GET /_ping HTTP/1.1\r\nHost: d\r\n" + offer + "\r\n");
                    assertThat(client.until("\r\n\r\nOK")).as(offer).startsWith("HTTP/1.1 200 OK");
                }
            }
        }
    }

    /** Docker's client with BuildKit: the sentence comes by {@code /build}, while the session waits. */
    @Test
    void aSessionIsKeptForAClientThatWantsToBuild() throws IOException {
        String upgrade = " HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";
        try (RawClient session = new RawClient(socket())) {
            session.send("POST /session" + upgrade);
            assertThat(session.until("\r\n\r\n")).startsWith("HTTP/1.1 101 ").contains("Upgrade: h2c");
            assertThat(RawClient.ask(socket(), "POST /build?version=2 HTTP/1.0\r\n\r\n"))
                    .startsWith("HTTP/1.1 501 ");
        }
        assertThat(RawClient.ask(socket(), "POST /session HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 501 ");
        assertThat(RawClient.ask(socket(), "POST /grpc HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 501 ");
    }

    @Test
    void aClientOfGrpcIsToldInItsOwnWords() throws IOException {
        try (RawClient client = new RawClient(socket())) {
            client.send("POST /grpc HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
            assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 101 ").contains("Upgrade: h2c");
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            client.send(new Frame(SETTINGS, 0, 0, new byte[0]).bytes());
            byte[] fields =
                    Frame.get(1, "/moby.buildkit.v1.Control/ListWorkers").payload();
            fields[0] = POST;
            client.send(new Frame(HEADERS, END_OF_HEADERS, 1, fields).bytes());
            client.send(new Frame(DATA, END_OF_STREAM, 1, new byte[5]).bytes());
            assertThat(new String(next(client, 1, HEADERS).payload(), ISO_8859_1))
                    .contains("application/grpc", "grpc-status", "building%20images%20is%20not%20supported%20yet");
        }
    }

    @Test
    void theJdksClientGoesOnInHttp2() throws Exception {
        int port = freePort();
        try (ApiServer onPort =
                        new ApiServer(engine(), List.of(new ApiAddress.Tcp("127.0.0.1", port)), OptionalLong.empty());
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .build()) {
            onPort.open();
            URI base = URI.create("http://127.0.0.1:" + port);
            HttpResponse<String> ping = client.send(get(base, "/_ping"), BodyHandlers.ofString());
            assertThat(ping.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(ping.body()).isEqualTo("OK");
            HttpResponse<String> created = client.send(
                    HttpRequest.newBuilder(base.resolve("/volumes/create"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"Name\":\"by-two\"}"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(created.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(created.statusCode()).isEqualTo(201);
            archiveBothWays(client, base);
            manyAtOnce(client, base);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static HttpRequest get(URI base, String path) {
        return HttpRequest.newBuilder(base.resolve(path)).build();
    }

    private void archiveBothWays(HttpClient client, URI base) throws Exception {
        Path archive = folder.resolve("saved.tar");
        client.send(get(base, "/images/localhost/busybox/get"), BodyHandlers.ofFile(archive));
        assertThat(Files.size(archive)).isGreaterThan(100_000);
        HttpResponse<String> loaded = client.send(
                HttpRequest.newBuilder(base.resolve("/images/load"))
                        .POST(BodyPublishers.ofFile(archive))
                        .build(),
                BodyHandlers.ofString());
        assertThat(loaded.body()).contains("Loaded image: localhost/busybox:latest");
    }

    private static void manyAtOnce(HttpClient client, URI base) {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            answers.add(client.sendAsync(get(base, "/info"), BodyHandlers.ofString()));
        }
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.join().statusCode()).isEqualTo(200);
            assertThat(answer.join().body()).contains("\"ServerVersion\"");
        });
    }
}
