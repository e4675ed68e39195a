package sampan.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.socket.UnixSocket;

/** What archives take of the memory that they share, on a real socket. */
@Timeout(60)
final class ArchiveMemoryTest {
    private static final int CHUNK = 32 << 10;
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private HttpServer server;
    private SocketChannel client;

    @BeforeEach
    void serve() throws IOException {
        server = new HttpServer(new Digest(), Limits.DEFAULT);
        Path socket = folder.resolve("s");
        server.serve("test", UnixSocket.listen(socket, UnixSocket.Type.STREAM, UnixSocket.Access.owner()));
        client = SocketChannel.open(StandardProtocolFamily.UNIX);
        client.connect(UnixDomainSocketAddress.of(socket));
    }

    private void put(String path) throws IOException {
        send(("PUT " + path + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n").getBytes(US_ASCII));
    }

    @AfterEach
    void close() throws IOException {
        go.countDown();
        client.close();
        server.close();
    }

    /** Answers with the SHA-256 of the body, of which it reads a byte before it waits; on a full disk it gives up then. */
    private final class Digest implements Handler {
        @Override
        public Response answer(Request request) throws IOException, InterruptedException {
            if (request.path().equals("/full")) {
                int first = request.body().stream().read();
                begun.countDown();
                go.await();
                throw new IOException("no space left on device after " + first);
            }
            try (InputStream body = request.body().stream()) {
                MessageDigest digest = sha256();
                digest.update((byte) body.read());
                go.await();
                byte[] piece = new byte[CHUNK];
                for (int got = body.read(piece); got > 0; got = body.read(piece)) {
                    digest.update(piece, 0, got);
                }
                return Response.of(
                        200,
                        "text/plain",
                        HexFormat.of().formatHex(digest.digest()).getBytes(US_ASCII));
            }
        }

        @Override
        public Response failed(Request request, Throwable failure) {
            return Response.of(500, "text/plain", String.valueOf(failure).getBytes(US_ASCII));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void send(byte[]... parts) throws IOException {
        ByteBuffer[] buffers = new ByteBuffer[parts.length];
        for (int i = 0; i < parts.length; i++) {
            buffers[i] = ByteBuffer.wrap(parts[i]);
        }
        while (buffers[buffers.length - 1].hasRemaining()) {
            client.write(buffers);
        }
    }

    private void chunk(byte[] data) throws IOException {
        send((Integer.toHexString(data.length) + "\r\n").getBytes(US_ASCII), data, "\r\n".getBytes(US_ASCII));
    }

    private String answer() throws IOException {
        send("0\r\n\r\n".getBytes(US_ASCII));
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        while (!text.toString().matches("(?s).*\r\n\r\n\\S{64}") && client.read(buffer.clear()) > 0) {
            text.append(US_ASCII.decode(buffer.flip()));
        }
        return text.toString();
    }

    @Test
    void whatIsLentComesBack() throws Exception {
        go.countDown();
        put("/archive");
        MessageDigest digest = sha256();
        Random random = new Random(1);
        byte[] data = new byte[CHUNK];
        for (int i = 0; i < 2000; i++) {
            random.nextBytes(data);
            digest.update(data);
            chunk(data);
        }
        assertThat(answer()).endsWith(HexFormat.of().formatHex(digest.digest()));
        awaitAllBack();
        assertThat(ArchiveMemory.SHARED.metric().usedDirectMemory()).isLessThanOrEqualTo(2 * MIB);
    }

    private static void awaitAllBack() throws InterruptedException {
        while (ArchiveMemory.SHARED.pinnedDirectMemory() > 0) {
            Thread.sleep(1);
        }
    }

    /** Nobody has read it, and the answer reaches nobody. */
    @Test
    void whatAClientSentThatIsGoneComesBack() throws Exception {
        put("/full");
        chunk(new byte[1]);
        begun.await();
        while (ArchiveMemory.SHARED.pinnedDirectMemory() == 0) {
            chunk(new byte[CHUNK]);
            Thread.sleep(1);
        }
        client.close();
        go.countDown();

        assertThatCode(ArchiveMemoryTest::awaitAllBack).doesNotThrowAnyException();
    }

    /** Each of its bytes comes in a piece of its own, and nobody takes them. */
    @Test
    void whoSendsLittleGetsLittle() throws Exception {
        put("/archive");
        for (int i = 0; i < 4; i++) {
            chunk(new byte[CHUNK]); // it looked like an archive
        }
        for (int i = 0; i < 2000; i++) {
            chunk(new byte[1]);
            Thread.sleep(0, 100_000);
        }
        assertThat(ArchiveMemory.SHARED.pinnedDirectMemory()).isPositive().isLessThan(8 * MIB);
        go.countDown();
        assertThat(answer()).startsWith("HTTP/1.1 200 OK");
    }
}
