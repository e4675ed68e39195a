package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code import URL}. Archives from files and pipes are what most other tests begin with. */
final class ImportTest extends EngineTest {
    private static final byte[] ROOT = HostileTar.withShell().bytes();

    private HttpServer web;

    @BeforeEach
    void serve() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/root.tar", exchange -> {
            exchange.sendResponseHeaders(200, ROOT.length);
            exchange.getResponseBody().write(ROOT);
            exchange.close();
        });
        web.createContext("/moved.tar", exchange -> {
            exchange.getResponseHeaders().add("Location", "/root.tar");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        web.createContext("/cut.tar", exchange -> {
            exchange.sendResponseHeaders(200, ROOT.length);
            exchange.getResponseBody().write(ROOT, 0, ROOT.length / 2);
            exchange.getResponseBody().flush();
            exchange.close();
        });
        web.start();
    }

    @AfterEach
    void stop() {
        web.stop(0);
    }

    private String at(String path) {
        return "http://127.0.0.1:" + web.getAddress().getPort() + path;
    }

    @Test
    void anArchiveComesFromAWebServer() {
        String id = sampan().run("import", "-c", "CMD [\"/bin/sh\"]", at("/root.tar"), "fetched:1")
                .succeeds()
                .line();
        assertThat(sampan().run("images", "-q", "--no-trunc", "fetched:1").line())
                .isEqualTo(id);
        assertThat(sampan().run("inspect", "-f", "{{json .Config.Cmd}}", "fetched:1")
                        .line())
                .isEqualTo("[\"/bin/sh\"]");
        assertThat(sampan().run("import", at("/moved.tar"), "fetched:2")
                        .succeeds()
                        .line())
                .startsWith("sha256:");
        sampan().run("rmi", "fetched:1", "fetched:2").succeeds();
    }

    @Test
    void whatAServerDoesNotHaveIsNoImage() throws IOException {
        Sampan.Result missing = sampan().run("import", at("/nothing.tar"), "missing");
        assertThat(missing.err()).contains("failed to GET " + at("/nothing.tar") + " with status 404");
        assertThat(missing.code()).isEqualTo(1);
        try (Socket deaf = new Socket()) { // has the port, so that nobody else does, and does not listen
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String address = "http://127.0.0.1:" + deaf.getLocalPort() + "/root.tar";
            assertThat(sampan().run("import", address, "missing").err())
                    .contains("cannot download " + address + ": connection refused");
        }
        assertThat(sampan().run("import", "http://", "missing").err())
                .contains("http:// is no address of a web server");
        assertThat(sampan().run("import", at("/cut.tar"), "missing").code()).isEqualTo(1);
        assertThat(sampan().run("images", "-q", "missing").out()).isEmpty();
    }

    @Test
    void aServerThatSaysNothingIsLeftByControlC() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Screen screen = Screen.of(sampan())) {
            screen.type("sampan import http://127.0.0.1:" + silent.getLocalPort() + "/root.tar silent; echo code-$?");
            try (Socket asked = silent.accept()) {
                byte[] request = new byte[3];
                assertThat(asked.getInputStream().readNBytes(request, 0, 3)).isEqualTo(3);
                assertThat(new String(request, StandardCharsets.US_ASCII)).isEqualTo("GET");
                screen.keys("C-c");
                screen.shows("code-130");
            }
        }
        assertThat(sampan().run("images", "-q", "silent").out()).isEmpty();
    }
}
