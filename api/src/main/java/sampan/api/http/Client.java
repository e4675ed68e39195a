package sampan.api.http;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Who is at the other end of a connection, and whether still. */
public final class Client {
    /** A process of this host, as the kernel knows it. */
    public record Peer(int pid, int uid, int gid) {}

    private final Optional<Peer> peer;
    private final boolean line;
    private Supplier<Optional<String>> certificate = Optional::empty;
    private final Set<Thread> waiting = new HashSet<>();
    private Runnable beforeWaiting = () -> {};
    private boolean gone;

    /** @param line whether its connection can become a {@link Line} */
    public Client(Optional<Peer> peer, boolean line) {
        this.peer = peer;
        this.line = line;
    }

    /** Whether its connection can become a {@link Line}: a stream of HTTP/2 cannot. */
    public boolean hasLine() {
        return line;
    }

    /** Empty for one that came over the network. */
    public Optional<Peer> peer() {
        return peer;
    }

    /** Tells of the certificate, which is known with the first request. */
    Client identified(Supplier<Optional<String>> by) {
        certificate = by;
        return this;
    }

    /** The common name in the certificate it came with; empty when it came with none. */
    public Optional<String> certificate() {
        return certificate.get();
    }

    /** What is to be done before the next request of it waits for something. */
    synchronized void beforeWaiting(Runnable work) {
        beforeWaiting = work;
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
        beforeWaiting.run();
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
