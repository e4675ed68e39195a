package sampan.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Sends bytes and reads what comes: no HTTP library that would put things right. */
final class RawClient implements AutoCloseable {
    private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);

    RawClient(Path socket) throws IOException {
        channel.connect(UnixDomainSocketAddress.of(socket));
    }

    static String get(Path socket, String target) throws IOException {
        return ask(socket, "GET " + target + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n");
    }

    static String ask(Path socket, String text) throws IOException {
        try (RawClient client = new RawClient(socket)) {
            try {
                client.send(text);
            } catch (IOException refused) {
                // Whoever has read enough to refuse it may have closed; the answer tells why.
            }
            return client.rest();
        }
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] octets) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(octets);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    void endSending() throws IOException {
        channel.shutdownOutput();
    }

    /** So many bytes; fewer when the server closes before. */
    byte[] read(int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** What comes, to be read in larger pieces. */
    InputStream input() {
        return new BufferedInputStream(Channels.newInputStream(channel));
    }

    /** Everything until the server closes. */
    String rest() throws IOException {
        return new String(restBytes(), StandardCharsets.UTF_8);
    }

    byte[] restBytes() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        try {
            while (channel.read(buffer) >= 0) {
                all.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        } catch (IOException reset) {
            // It closed with something unread.
        }
        return all.toByteArray();
    }

    /** Reads until this much has come. */
    String until(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (text.indexOf(end) < 0 && channel.read(one) >= 0) {
            text.append((char) one.get(0));
            one.clear();
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
