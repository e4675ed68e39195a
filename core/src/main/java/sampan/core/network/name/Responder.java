package sampan.core.network.name;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** So many at once are more than one thread answers while they come. */
    private static final int MANY = Turns.QUESTIONS / 2;

    /** Of the second thread, in a row. */
    private static final int TURNS = 64;

    private final Threads threads;
    private final Ear first;
    private final Ear second;
    private final AtomicBoolean helped = new AtomicBoolean();
    private final NameBook book;
    private final Resolution resolution;
    private final UdpSocket udp;
    private final Fd tcp;
    private final Poller.Registration datagrams;
    private final Poller.Registration connections;
    private final Semaphore asking = new Semaphore(UNDER_WAY);
    private final Semaphore talking = new Semaphore(CONVERSATIONS);

    /** Takes the sockets over. */
    Responder(Threads threads, Fd udp, Fd tcp, NameBook book, Resolution resolution) throws IOException {
        this.threads = threads;
        first = new Ear(threads.first().room());
        second = new Ear(threads.second().room());
        this.book = book;
        this.resolution = resolution;
        try (udp;
                tcp) {
            Fcntl.setNonBlocking(tcp, true);
            this.udp = UdpSocket.of(udp.release());
            this.tcp = tcp.release();
        }
        Poller poller = threads.first().poller();
        datagrams = poller.register(this.udp.descriptor(), Poller.IN, _ -> turn());
        connections = poller.register(this.tcp, Poller.IN, _ -> accept());
    }

    private void turn() throws SyscallException {
        int heard = first.hear();
        if (heard >= MANY && helped.compareAndSet(false, true)) {
            threads.second().poller().execute(this::help);
        }
        first.answer(heard);
    }

    /** On the second thread, until nothing is left to hear, or others are to be helped. */
    private void help() {
        try {
            int heard = second.hear();
            for (int i = 1; heard > 0; i++) {
                second.answer(heard);
                heard = i < TURNS ? second.hear() : 0;
            }
        } catch (SyscallException _) {
            // the first thread hears of it too
        } finally {
            helped.set(false);
        }
    }

    /** What one thread hears, and says at once. */
    private final class Ear {
        private final Datagrams room;
        private final LastAnswers last = new LastAnswers();

        Ear(Datagrams room) {
            this.room = room;
        }

        /** @return how many questions */
        int hear() throws SyscallException {
            return room.receive(udp);
        }

        void answer(int heard) {
            for (int i = 0; i < heard; i++) {
                reply(i);
            }
            room.send(udp);
        }

        private void reply(int number) {
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
                reply(number, Query.parse(message), edition);
            } catch (MalformedException _) {
                room.answer(number, Replies.unreadable(message));
            }
        }

        private void reply(int number, Query query, Object edition) {
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

    /** On the first thread. */
    void hearNoMore() {
        datagrams.close();
        connections.close();
    }

    /** On the second thread, after that: nobody reads from the sockets any more. */
    void close() {
        hearNoMore();
        udp.close();
        tcp.close();
    }
}
