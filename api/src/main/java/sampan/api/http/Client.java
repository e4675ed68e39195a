package sampan.api.http;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Who is at the other end of a connection, and whether still. */
public final class Client {
    /** A process of this host, as the kernel knows it. */
    public record Peer(int pid, long uid, long gid, List<Long> groups) {}

    /**
     * Where a connection comes from.
     *
     * @param socket of this server, by its address
     * @param peer empty for one who came over the network
     * @param certificate the common name in the certificate it came with; known with the first request
     */
    public record Origin(String socket, Optional<Peer> peer, Supplier<Optional<String>> certificate) {}

    private final Origin origin;
    private final boolean line;
    private final Set<Thread> waiting = new HashSet<>();
    private Runnable beforeWaiting = () -> {};
    private boolean gone;

    /** @param line whether its connection can become a {@link Line} */
    public Client(Origin origin, boolean line) {
        this.origin = origin;
        this.line = line;
    }

    /** Whether its connection can become a {@link Line}: a stream of HTTP/2 cannot. */
    public boolean hasLine() {
        return line;
    }

    /** Empty for one that came over the network. */
    public Optional<Peer> peer() {
        return origin.peer();
    }

    /** The address of the socket that it came by. */
    public String socket() {
        return origin.socket();
    }

    /** The common name in the certificate it came with; empty when it came with none. */
    public Optional<String> certificate() {
        return origin.certificate().get();
    }

    /** What is to be done before the next request of it waits for something. */
    synchronized void beforeWaiting(Runnable work) {
        beforeWaiting = work;
    }

    /** The request asks somebody else: others may be worked at meanwhile. */
    public synchronized void passTurn() {
        beforeWaiting.run();
    }

    /** It sends no more: as for dockerd, nobody waits for what takes time. */
    synchronized void leave() {
        gone = true;
        waiting.forEach(Thread::interrupt);
    }

    public synchronized boolean isGone() {
        return gone;
    }

    /** The calling thread is interrupted when the client goes, until this is closed. */
    public synchronized Wait waiting() {
        passTurn();
        Thread thread = Thread.currentThread();
        if (gone) {
            thread.interrupt();
        } else {
            waiting.add(thread);
        }
        return new Wait(thread);
    }

    /** A thread that works for the client only as long as it is there. */
    public final class Wait implements AutoCloseable {
        private final Thread thread;

        private Wait(Thread thread) {
            this.thread = thread;
        }

        @Override
        public void close() {
            synchronized (Client.this) {
                waiting.remove(thread);
                if (gone) {
                    Thread.interrupted(); // meant for the wait that is over
                }
            }
        }
    }
}
