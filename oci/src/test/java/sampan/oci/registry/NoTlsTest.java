package sampan.oci.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

final class NoTlsTest {
    private final SSLContext none = new NoTls();

    @Test
    void aClientThatSpeaksNoTlsWorksWithIt() throws IOException, InterruptedException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpClient client = HttpClient.newBuilder().sslContext(none).build()) {
            Thread.ofVirtual().start(() -> answer(server));
            URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");

            HttpResponse<Void> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());

            assertThat(answer.statusCode()).isEqualTo(204);
        }
    }

    private static void answer(ServerSocket server) {
        try (Socket asking = server.accept()) {
            int _ = asking.getInputStream().read(new byte[1 << 16]);
            asking.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void whoAsksItForAConnectionGetsNone() {
        assertThatThrownBy(none::getSocketFactory).hasMessage("this client speaks no TLS");
        assertThatThrownBy(none::createSSLEngine).hasMessage("this client speaks no TLS");
        assertThatThrownBy(() -> none.init(null, null, null)).hasMessage("this client speaks no TLS");
    }
}
