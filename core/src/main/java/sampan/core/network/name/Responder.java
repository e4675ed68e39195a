package sampan.core.network.name;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Fcntl;
import sampan.kernel.process.Poller;
import sampan.kernel.socket.Datagrams;
import sampan.kernel.socket.UdpSocket;
import sampan.kernel.socket.UnixSocket;

/** One container's name server. */
final class Responder {
    /** Queries of one container that others are being asked about. */
    private static final int UNDER_WAY = 64;

    private static final int CONVERSATIONS = 8;

    private final Datagrams room;
    private final LastAnswers last = new LastAnswers();
    private final NameBook book;
    private final Resolution resolution;
    private final UdpSocket udp;
    private final Fd tcp;
    private final Poller.Registration datagrams;
    private final Poller.Registration connections;
    private final Semaphore asking = new Semaphore(UNDER_WAY);
    private final Semaphore talking = new Semaphore(CONVERSATIONS);

    /** Takes the sockets over. */
    Responder(Turns turns, Fd udp, Fd tcp, NameBook book, Resolution resolution) throws IOException {
        this.room = turns.room();
        this.book = book;
        this.resolution = resolution;
        try (udp;
                tcp) {
            Fcntl.setNonBlocking(tcp, true);
            this.udp = UdpSocket.of(udp.release());
            this.tcp = tcp.release();
        }
        datagrams = turns.poller().register(this.udp.descriptor(), Poller.IN, _ -> turn());
        connections = turns.poller().register(this.tcp, Poller.IN, _ -> accept());
    }

    private void turn() throws SyscallException {
        int heard = room.receive(udp);
        for (int i = 0; i < heard; i++) {
            answer(i);
        }
        room.send(udp);
    }

    private void answer(int number) {
        byte[] message = room.message(number);
        if (!Query.isQuery(message)) {
            return;
        }
        Object edition = book.edition();
        Optional<byte[]> known = last.find(message, edition);
        if (known.isPresent()) {
            room.answer(number, known.get());
            return;
        }
        try {
            answer(number, Query.parse(message), edition);
        } catch (MalformedException _) {
            room.answer(number, Replies.unreadable(message));
        }
    }

    private void answer(int number, Query query, Object edition) {
        Optional<Resolution.Reply> reply = resolution.atOnce(query, book, false);
        if (reply.isPresent()) {
            room.answer(number, reply.get().message());
            if (reply.get().lasting()) {
                last.put(query.message(), reply.get().message(), edition);
            }
        } else if (asking.tryAcquire()) {
            byte[] sender = room.sender(number);
            Thread.startVirtualThread(() -> forward(query, sender));
        } else {
            room.answer(number, Replies.none(query, Wire.SERVER_FAILURE));
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
