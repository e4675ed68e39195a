package sampan.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One request and what came back: bytes on a socket, with no HTTP library that would put things right. */
record ApiExchange(String head, byte[] body) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param request its line and headers, each with its end */
    static ApiExchange with(Path socket, String request, byte[] body) throws IOException {
        return with(socket, request, body, false);
    }

    /** The same with a client that says that it sends no more: nobody waits for what takes time. */
    static ApiExchange ended(Path socket, String request, byte[] body) throws IOException {
        return with(socket, request, body, true);
    }

    private static ApiExchange with(Path socket, String request, byte[] body, boolean end) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            sent.writeBytes((request + "\r\n").getBytes(StandardCharsets.UTF_8));
            sent.writeBytes(body);
            ByteBuffer bytes = ByteBuffer.wrap(sent.toByteArray());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (end) {
                channel.shutdownOutput();
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (channel.read(buffer) >= 0) {
                all.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            String text = all.toString(StandardCharsets.ISO_8859_1);
            int border = text.indexOf("\r\n\r\n") + 4;
            return new ApiExchange(
                    text.substring(0, border), text.substring(border).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    int status() {
        return Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    JsonNode json() {
        return JSON.readTree(body);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
