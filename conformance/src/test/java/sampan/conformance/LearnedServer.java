package sampan.conformance;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A name server of this host, for UDP: {@code host.example} has an address, {@code big.example} an answer that is cut off, and nothing else is there. It remembers what
 * it was asked.
 */
final class LearnedServer implements AutoCloseable {
    static final String ADDRESS = "192.0.2.77";
    private static final int HEADER = 12;
    private static final int ANSWER = 0x8180;
    private static final int CUT_OFF = 0x8380;
    private static final int NO_SUCH_NAME = 0x8183;

    private final DatagramSocket socket;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    LearnedServer(String address) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(address, 53));
        Thread.ofVirtual().start(this::serve);
    }

    /** The names, in order. */
    List<String> asked() {
        return asked;
    }

    private void serve() {
        byte[] room = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(room, room.length);
                socket.receive(packet);
                ByteBuffer reply = answer(ByteBuffer.wrap(room, 0, packet.getLength()));
                socket.send(new DatagramPacket(reply.array(), reply.position(), packet.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private ByteBuffer answer(ByteBuffer query) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        for (int length = query.get(at); length > 0; length = query.get(at)) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(query.array(), at + 1, length, StandardCharsets.US_ASCII));
            at += 1 + length;
        }
        asked.add(name.toString());
        boolean address = query.getShort(at + 1) == 1;
        boolean known = name.toString().equals("host.example");
        int flags = name.toString().equals("big.example") ? CUT_OFF : known ? ANSWER : NO_SUCH_NAME;
        ByteBuffer reply = ByteBuffer.allocate(512).put(query.array(), 0, at + 5);
        reply.putShort(2, (short) flags)
                .putShort(6, (short) 0)
                .putShort(8, (short) 0)
                .putShort(10, (short) 0);
        if (known && address) {
            reply.putShort(6, (short) 1);
            reply.putShort((short) 0xc00c)
                    .putShort((short) 1)
                    .putShort((short) 1)
                    .putInt(300)
                    .putShort((short) 4);
            reply.put(InetAddress.getByName(ADDRESS).getAddress());
        }
        return reply;
    }

    @Override
    public void close() {
        socket.close();
    }
}
