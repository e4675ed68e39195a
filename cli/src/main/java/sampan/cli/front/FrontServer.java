package sampan.cli.front;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.socket.PeerCredentials;
import sampan.kernel.socket.UnixSocket;

/**
 * Takes commands from the front's socket. One thread accepts; a request has two threads of the pool, one that reads it and runs the command, and one that hears what
 * the front says meanwhile. They are platform threads, because a command writes to its caller's descriptors itself, and that may block.
 */
public final class FrontServer implements AutoCloseable {
    /** More than people and scripts have at once; fewer than the threads a host allows. */
    private static final int MOST_REQUESTS = 2048;

    private static final int FAILED = 125;
    private static final int BROKEN_PIPE = 141;
    /** EMFILE and its like pass only with time. */
    private static final long PAUSE_MILLIS = 50;

    private final Fd listener;
    private final FrontAccess access;
    private final FrontHandler handler;
    private final Succession succession;
    private final ExecutorService pool;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong lastEnd = new AtomicLong(System.nanoTime());
    private volatile boolean closed;

    /** Takes the listening socket over. */
    public FrontServer(Fd listener, FrontAccess access, FrontHandler handler, Succession succession) {
        this.listener = listener.release();
        this.access = access;
        this.handler = handler;
        this.succession = succession;
        pool = Executors.newCachedThreadPool(new CommandThreads());
    }

    public void start() {
        Thread.ofPlatform().daemon().name("front").start(new Accepting(this));
    }

    /** Nanoseconds since the last command ended; 0 while one runs. */
    public long idleNanos() {
        return requests.get() > 0 ? 0 : System.nanoTime() - lastEnd.get();
    }

    private void acceptAll() {
        while (!closed) {
            try (Fd socket = UnixSocket.accept(listener)) {
                accept(new FrontConnection(socket));
            } catch (SyscallException failed) {
                if (!closed && !failed.is(Errno.ECONNABORTED) && !failed.is(Errno.EINTR)) {
                    logger().log(Level.WARNING, "accepting a command failed: " + failed.getMessage());
                    pause();
                }
            }
        }
    }

    private void accept(FrontConnection connection) {
        if (requests.incrementAndGet() > MOST_REQUESTS) {
            connection.close();
            requests.decrementAndGet();
            return;
        }
        pool.execute(new Serving(this, connection));
    }

    /** What threads do is in classes here, not in lambdas: with the first of those an engine that starts would make its first caller wait. */
    private static final class CommandThreads implements ThreadFactory {
        private final AtomicInteger made = new AtomicInteger();

        @Override
        public Thread newThread(Runnable command) {
            return Thread.ofPlatform()
                    .daemon()
                    .name("command-" + made.getAndIncrement())
                    .unstarted(command);
        }
    }

    private record Accepting(FrontServer server) implements Runnable {
        @Override
        public void run() {
            server.acceptAll();
        }
    }

    private record Serving(FrontServer server, FrontConnection connection) implements Runnable {
        @Override
        public void run() {
            server.serveOrDrop(connection);
        }
    }

    private record Hearing(FrontServer server, FrontConnection connection, FrontMessage first, FrontSession session)
            implements Runnable {
        @Override
        public void run() {
            server.hear(connection, first, session);
        }
    }

    private void serveOrDrop(FrontConnection connection) {
        boolean heard = false;
        try {
            heard = serve(connection);
        } catch (IOException broken) {
            logger().log(Level.DEBUG, "a front's request was not understood: " + broken.getMessage());
        } finally {
            if (!heard) {
                over(connection);
            }
        }
    }

    private void over(FrontConnection connection) {
        connection.close();
        lastEnd.set(System.nanoTime());
        requests.decrementAndGet();
    }

    /** This thread goes on with the command, so that nobody has to be woken for it. @return true: who hears the front closes the connection */
    private boolean serve(FrontConnection connection) throws IOException {
        FrontMessage first = connection.receive();
        boolean heard = false;
        try {
            FrontSession session = session(connection, first);
            try {
                if (makesWay(session)) {
                    connection.anew();
                    return false;
                }
                pool.execute(new Hearing(this, connection, first, session));
                heard = true;
            } finally {
                if (!heard) {
                    session.close();
                }
            }
            run(session);
            return true;
        } finally {
            if (!heard) {
                first.close();
            }
        }
    }

    private FrontSession session(FrontConnection connection, FrontMessage first) throws IOException {
        PeerCredentials peer = connection.peer();
        return new FrontSession(connection, FrontRequest.of(first), peer, access.allows(peer));
    }

    /** Not while another command runs, nor for a runtime's caller, who would rather be served at once. */
    private boolean makesWay(FrontSession session) {
        FrontRequest request = session.request();
        return session.allowed()
                && request.part() == FrontRequest.Part.CLI
                && !request.home().isEmpty()
                && requests.get() == 1
                && succession.makesWay(request.home());
    }

    /** Until the front closes its end, which it does after EXIT. */
    private void hear(FrontConnection connection, FrontMessage first, FrontSession session) {
        try (first;
                session) {
            session.receive();
            session.awaitEnd();
        } finally {
            over(connection);
        }
    }

    private void run(FrontSession session) {
        int status = FAILED;
        try {
            status = session.allowed() ? handler.serve(session) : refuse(session);
        } catch (Cancelled cancelled) {
            status = cancelled.exitCode();
        } catch (CallerGone gone) {
            status = BROKEN_PIPE;
        } catch (IOException | RuntimeException | Error failed) {
            logger().log(Level.ERROR, "a command failed", failed);
            complain(session, failed);
        } finally {
            session.end(status);
        }
    }

    private static int refuse(FrontSession session) throws IOException {
        session.err()
                .println("sampan: permission denied: only root and the members of the group " + FrontAccess.GROUP
                        + " may give this engine commands");
        return FAILED;
    }

    private static void complain(FrontSession session, Throwable failed) {
        try {
            session.err().println("sampan: the engine could not do this: " + failed);
        } catch (IOException unheard) {
            logger().log(Level.DEBUG, "nobody hears the error");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until no command runs, but not for ever. */
    public void awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (requests.get() > 0 && System.nanoTime() < end) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Takes no more commands; those that run go on. */
    @Override
    public void close() {
        closed = true;
        listener.close();
    }

    /** Not a constant: the first logger takes longer than the first answer. */
    private static Logger logger() {
        return System.getLogger(FrontServer.class.getName());
    }
}
