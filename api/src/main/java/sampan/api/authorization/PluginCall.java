package sampan.api.authorization;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request of HTTP/1.0, whose answer ends with the connection: no other client of the JDK speaks HTTP on a Unix socket. */
final class PluginCall {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LONGEST = 4 << 20;
    private static final int PIECE = 16 << 10;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private PluginCall() {}

    static byte[] exchange(SocketAddress to, byte[] head, byte[] body, String what) throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        try (SocketChannel channel = open(to)) {
            Thread.ofVirtual().start(() -> closeWhenLate(channel, done));
            channel.connect(to);
            write(channel, head);
            write(channel, body);
            return content(all(channel), what);
        } catch (ClosedChannelException late) {
            throw new IOException(what + ": no answer in " + PATIENCE.toSeconds() + " seconds", late);
        } catch (IOException failed) {
            throw new IOException(what + ": " + failed.getMessage(), failed);
        } finally {
            done.countDown();
        }
    }

    private static SocketChannel open(SocketAddress to) throws IOException {
        return to instanceof UnixDomainSocketAddress
                ? SocketChannel.open(java.net.StandardProtocolFamily.UNIX)
                : SocketChannel.open();
    }

    private static void closeWhenLate(SocketChannel channel, CountDownLatch done) {
        try (channel) {
            done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | IOException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    private static byte[] all(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        while (channel.read(piece) >= 0) {
            all.write(piece.array(), 0, piece.position());
            piece.clear();
            if (all.size() > LONGEST) {
                throw new IOException("an answer of more than " + LONGEST + " bytes");
            }
        }
        return all.toByteArray();
    }

    private static byte[] content(byte[] answer, String what) throws IOException {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int border = text.indexOf(END_OF_HEAD);
        if (border < 0 || !text.matches("(?s)HTTP/1\\.[01] [0-9]{3}.*")) {
            throw new IOException("not an answer of HTTP");
        }
        byte[] content = text.substring(border + END_OF_HEAD.length()).getBytes(StandardCharsets.ISO_8859_1);
        String status = text.substring("HTTP/1.0 ".length(), "HTTP/1.0 200".length());
        if (!status.equals("200")) {
            throw new IOException(
                    "status " + status + " from " + what + ": " + new String(content, StandardCharsets.UTF_8));
        }
        if (text.substring(0, border).toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding:")) {
            throw new IOException("an answer in chunks to a request of HTTP/1.0");
        }
        return content;
    }
}
