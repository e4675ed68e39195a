package sampan.cli.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers the questions of Docker's client with stored answers, so that the client's own part, the formatting, can be watched. */
final class FakeDaemon implements AutoCloseable {
    private final ServerSocket socket;

    FakeDaemon() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    String address() {
        return "tcp://127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> answer(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void answer(Socket client) {
        try (client) {
            StringBuilder head = new StringBuilder();
            InputStream in = client.getInputStream();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                head.append((char) next);
            }
            String path = head.substring(head.indexOf(" ") + 1, head.indexOf(" HTTP/"));
            byte[] body = body(path.replaceAll("\\?.*", ""));
            String answer =
                    "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nOstype: linux\r\nContent-Type: application/json\r\n"
                            + "Connection: close\r\nContent-Length: " + body.length + "\r\n\r\n";
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            if (!head.toString().startsWith("HEAD")) {
                client.getOutputStream().write(body);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static byte[] body(String path) throws IOException {
        String last = path.substring(path.lastIndexOf('/') + 1);
        String name = path.endsWith("/containers/json") ? "ps" : last.equals("json") ? named(path) : last;
        return last.equals("_ping")
                ? "OK".getBytes(StandardCharsets.US_ASCII)
                : Stored.read(name + ".json").getBytes(StandardCharsets.UTF_8);
    }

    /** {@code container} of {@code /v1.41/containers/container/json}. */
    private static String named(String path) {
        String[] parts = path.split("/", -1);
        return parts[parts.length - 2];
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
