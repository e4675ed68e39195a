package sampan.oci.registry;

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
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageReference;

/** A registry that falls silent in the middle of a blob, and keeps the connection. */
final class SilentRegistryTest {
    private static final byte[] BLOB = "half of it, and after a long silence the rest".getBytes(US_ASCII);
    private static final int HALF = BLOB.length / 2;

    /** Of each request for the blob; empty: all of it. */
    private final List<String> ranges = new CopyOnWriteArrayList<>();

    @Test
    void whatStopsComingIsTakenUpWhereItStopped() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                Connections connections = new Connections();
                RegistryClient client = new RegistryClient(settings(), connections)) {
            Thread.ofVirtual().start(() -> serve(server));
            ImageReference name = ImageReference.parse("127.0.0.1:" + server.getLocalPort() + "/silent:1");
            Repository repository =
                    client.toPull(name, Credentials.Source.NOBODY).getLast();
            Descriptor blob = new Descriptor("text/plain", Digest.sha256(BLOB), BLOB.length, List.of(), Map.of());
            try (InputStream stream = repository.blob(blob)) {
                assertThat(stream.readAllBytes()).isEqualTo(BLOB);
            }
        }
        assertThat(ranges.getFirst()).isEmpty();
        assertThat(ranges.getLast()).isEqualTo("bytes=" + HALF + "-");
    }

    private static RegistryClient.Settings settings() {
        return new RegistryClient.Settings(
                new Registries(List.of()),
                List.of(),
                Map.of(),
                "test",
                Duration.ofSeconds(1),
                new RegistryClient.Bounds(1, 1, 5));
    }

    private void serve(ServerSocket server) {
        try {
            while (true) {
                Socket connection = server.accept();
                Thread.ofVirtual().start(() -> answer(connection));
            }
        } catch (IOException closed) {
            assertThat(server.isClosed()).isTrue();
        }
    }

    /** As many requests as come by one connection. */
    private void answer(Socket connection) {
        try (connection) {
            BufferedReader requests = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                boolean blob = line.contains("/blobs/");
                String range = "";
                for (String header = requests.readLine(); !header.isEmpty(); header = requests.readLine()) {
                    range = header.startsWith("Range: ") ? header.substring("Range: ".length()) : range;
                }
                if (blob) {
                    ranges.add(range);
                }
                connection.getOutputStream().write(said(blob, range).getBytes(US_ASCII));
            }
        } catch (IOException hungUp) {
            assertThat(ranges).isNotEmpty();
        }
    }

    private static String said(boolean blob, String range) {
        String whole = new String(BLOB, US_ASCII);
        if (!blob) {
            return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        }
        if (range.isEmpty()) {
            return "HTTP/1.1 200 OK\r\nContent-Length: " + BLOB.length + "\r\n\r\n" + whole.substring(0, HALF);
        }
        int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        return "HTTP/1.1 206 Partial Content\r\nContent-Length: " + (BLOB.length - from) + "\r\nContent-Range: bytes "
                + from + "-" + (BLOB.length - 1) + "/" + BLOB.length + "\r\n\r\n" + whole.substring(from);
    }
}
