package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A registry that has one image, and in which a test can make any answer a lie. What it was sent is kept. */
final class HostileRegistry implements AutoCloseable {
    static final byte[] LAYER = HostileTar.withShell().file("said", "hostile").bytes();
    static final byte[] CONFIG = ArchivedImages.config(LAYER).getBytes(UTF_8);
    private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    /** What happens to one request. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    HostileRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
        on("/v2/", bytes(200, "application/json", "{}".getBytes(UTF_8)));
        manifest(manifest(LAYER.length, digest(LAYER), ""));
        blob(CONFIG);
        blob(LAYER);
    }

    /** Keeps an answer back until a test lets it go. */
    static void hold(CountDownLatch let) {
        try {
            assertThat(let.await(Sampan.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    static String digest(byte[] content) {
        return "sha256:" + ArchivedImages.sha256(content);
    }

    static byte[] manifest(long size, String digest, String more) {
        return ("{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "\",\"config\":"
                        + "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"" + digest(CONFIG)
                        + "\",\"size\":" + CONFIG.length + "},\"layers\":[{\"mediaType\":"
                        + "\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\"" + digest + "\",\"size\":" + size
                        + more + "}]}")
                .getBytes(UTF_8);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + authorization);
        Answer answer = answers.getOrDefault(path, bytes(404, "application/json", "{}".getBytes(UTF_8)));
        try (exchange) {
            answer.to(exchange);
        }
    }

    /** Every request: method, address, and what it showed. */
    List<String> seen() {
        return seen;
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String name() {
        return host() + "/evil:1";
    }

    String address() {
        return "http://" + host();
    }

    void on(String path, Answer answer) {
        answers.put(path, answer);
    }

    void manifest(byte[] manifest) {
        manifest(TYPE, manifest);
    }

    void manifest(String type, byte[] manifest) {
        on("/v2/evil/manifests/1", bytes(200, type, manifest));
        on("/v2/evil/manifests/" + digest(manifest), bytes(200, type, manifest));
    }

    private void blob(byte[] content) {
        onBlob(content, bytes(200, "application/octet-stream", content));
    }

    void onBlob(byte[] content, Answer answer) {
        on("/v2/evil/blobs/" + digest(content), answer);
    }

    static Answer bytes(int status, String type, byte[] body) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        };
    }

    static Answer redirect(String target) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", target);
            exchange.sendResponseHeaders(307, -1);
        };
    }

    /** Without the right header a question for it. */
    static Answer asking(String challenge, String right, Answer then) {
        return exchange -> {
            if (right.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                then.to(exchange);
            } else {
                exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
                exchange.sendResponseHeaders(401, -1);
            }
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
