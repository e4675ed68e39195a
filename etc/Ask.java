import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Asks for addresses over HTTP on a Unix socket and prints the answers: {@code java Ask.java SOCKET ADDRESS...}. */
class Ask {
    public static void main(String[] words) throws Exception {
        for (int i = 1; i < words.length; i++) {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(words[0]));
                String request = "GET " + words[i] + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n";
                channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
                ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
                while (channel.read(buffer) >= 0) {
                    System.out.write(buffer.array(), 0, buffer.position());
                    buffer.clear();
                }
                System.out.println();
            }
        }
    }
}
