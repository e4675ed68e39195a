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
 * Takes commands from the front's socket. One thread accepts; a request has a thread of the pool, which reads it, runs the command and takes what the front answers. A
 * command that waits for something else has another, which hears what the front says meanwhile. They are platform threads, because a command writes to its caller's
 * descriptors itself, and that may block.
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
            } catch (IllegalStateException closing) {
                return; // closed between the look and the call
            } catch (SyscallException failed) {
                if (!closed && !failed.is(Errno.ECONNABORTED) && !failed.is(Errno.EINTR)) {
                    logger().log(Level.WARNING, "accepting a command failed: " + failed.getMessage());
                    pause();
                }
            }
        }
    }

    /** Counted before the look: whoever has closed this sees it counted, or it is not served. A front whose request nobody has read looks for an engine again. */
    private void accept(FrontConnection connection) {
        if (requests.incrementAndGet() > MOST_REQUESTS || closed) {
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

    private void serveOrDrop(FrontConnection connection) {
        try (connection) {
            serve(connection);
        } catch (IOException broken) {
            logger().log(Level.DEBUG, "a front's request was not understood: " + broken.getMessage());
        } finally {
            lastEnd.set(System.nanoTime());
            requests.decrementAndGet();
        }
    }

    /** This thread goes on with the command, so that nobody has to be woken for it. */
    private void serve(FrontConnection connection) throws IOException {
        try (FrontMessage first = connection.receive();
                FrontSession session = session(connection, first)) {
            if (makesWay(session)) {
                connection.anew();
                return;
            }
            run(session);
            session.receive();
        }
    }

    private FrontSession session(FrontConnection connection, FrontMessage first) throws IOException {
        PeerCredentials peer = connection.peer();
        return new FrontSession(connection, FrontRequest.of(first), peer, access.allows(peer), pool);
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
