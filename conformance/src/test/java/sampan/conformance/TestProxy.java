package sampan.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy for HTTP that brings everything, wherever it is to go, to one port of this machine, and keeps the first line of what it is asked. */
final class TestProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    TestProxy(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    List<String> asked() {
        return asked;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket there = new Socket(InetAddress.getLoopbackAddress(), target)) {
            byte[] head = head(client.getInputStream());
            String line = new String(head, ISO_8859_1).lines().findFirst().orElse("");
            asked.add(line);
            if (line.startsWith("CONNECT ")) {
                client.getOutputStream().write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(ISO_8859_1));
            } else {
                there.getOutputStream().write(head); // a server takes addresses in full as well
            }
            Thread back = Thread.ofVirtual().start(() -> pass(there, client));
            pass(client, there);
            back.join();
        } catch (IOException | InterruptedException gone) {
            // Either side may go when it likes.
        }
    }

    private static byte[] head(InputStream from) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = from.read();
            if (next < 0) {
                break;
            }
            head.write(next);
        }
        return head.toByteArray();
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // As above.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
