package sampan.core.network.name;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Fcntl;
import sampan.kernel.process.Poller;
import sampan.kernel.socket.UdpSocket;
import sampan.kernel.socket.UnixSocket;

/** One container's name server. */
final class Responder {
    /** Queries that are taken before others have their turn: who asks without end is not answered instead of others. */
    private static final int TURN = 16;

    /** Queries of one container that others are being asked about. */
    private static final int UNDER_WAY = 64;

    private static final int CONVERSATIONS = 8;
    private static final int LONGEST_DATAGRAM = 4096;

    private final NameBook book;
    private final Resolution resolution;
    private final UdpSocket udp;
    private final Fd tcp;
    private final Poller.Registration datagrams;
    private final Poller.Registration connections;
    private final Semaphore asking = new Semaphore(UNDER_WAY);
    private final Semaphore talking = new Semaphore(CONVERSATIONS);

    /** Takes the sockets over. */
    Responder(Poller poller, Fd udp, Fd tcp, NameBook book, Resolution resolution) throws IOException {
        this.book = book;
        this.resolution = resolution;
        try (udp;
                tcp) {
            Fcntl.setNonBlocking(tcp, true);
            this.udp = UdpSocket.of(udp.release(), LONGEST_DATAGRAM);
            this.tcp = tcp.release();
        }
        datagrams = poller.register(this.udp.descriptor(), Poller.IN, _ -> turn());
        connections = poller.register(this.tcp, Poller.IN, _ -> accept());
    }

    private void turn() throws SyscallException {
        for (int i = 0; i < TURN; i++) {
            var packet = udp.receive();
            if (packet.isEmpty()) {
                return;
            }
            answer(packet.get());
        }
    }

    private void answer(UdpSocket.Packet packet) {
        byte[] message = packet.payload();
        if (!Query.isQuery(message)) {
            return;
        }
        try {
            Query query = Query.parse(message);
            var reply = resolution.atOnce(query, book, false);
            if (reply.isPresent()) {
                udp.send(reply.get(), packet.sender());
            } else if (asking.tryAcquire()) {
                Thread.startVirtualThread(() -> forward(query, packet.sender()));
            } else {
                udp.send(Replies.none(query, Wire.SERVER_FAILURE), packet.sender());
            }
        } catch (MalformedException _) {
            udp.send(Replies.unreadable(message), packet.sender());
        }
    }

    private void forward(Query query, byte[] sender) {
        try {
            udp.send(resolution.byOthers(query, book, false), sender);
        } finally {
            asking.release();
        }
    }

    private void accept() throws IOException {
        try (Fd connection = UnixSocket.accept(tcp)) {
            if (talking.tryAcquire()) {
                Conversation conversation = new Conversation(connection.release(), book, resolution);
                Thread.ofPlatform().name("names by tcp").daemon().start(() -> {
                    try {
                        conversation.run();
                    } finally {
                        talking.release();
                    }
                });
            }
        } catch (SyscallException e) {
            if (!e.is(Errno.EAGAIN)) {
                throw e;
            }
        }
    }

    /** On the poller's thread: nobody reads from the sockets meanwhile. */
    void close() {
        datagrams.close();
        connections.close();
        udp.close();
        tcp.close();
    }
}
