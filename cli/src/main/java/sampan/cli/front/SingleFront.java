package sampan.cli.front;

import java.io.IOException;
import java.util.concurrent.Executor;
import sampan.kernel.Fd;

/** One front at the other end of a socket that it made itself: its one request is served, and that is all. */
public final class SingleFront {
    private static final int FAILED = 125;
    private static final int BROKEN_PIPE = 141;

    private SingleFront() {}

    /**
     * Returns when the front has gone.
     *
     * @param socket taken over
     */
    public static void serve(Fd socket, FrontHandler handler) throws IOException {
        try (FrontConnection connection = new FrontConnection(socket);
                FrontMessage first = connection.receive();
                FrontSession session =
                        new FrontSession(connection, FrontRequest.of(first), connection.peer(), true, new Ears())) {
            run(session, handler);
            // To end with an answer of the front's unread would take the last word from it. (unix(7), ECONNRESET)
            session.receive();
        }
    }

    private static final class Ears implements Executor {
        @Override
        public void execute(Runnable ear) {
            Thread.ofPlatform().daemon().name("front").start(ear);
        }
    }

    private static void run(FrontSession session, FrontHandler handler) throws IOException {
        int status = FAILED;
        try {
            status = handler.serve(session);
        } catch (Cancelled cancelled) {
            status = cancelled.exitCode();
        } catch (CallerGone gone) {
            status = BROKEN_PIPE;
        } catch (IOException | RuntimeException | Error failed) {
            session.err().println("sampan-runtime: " + failed);
        } finally {
            session.end(status);
        }
    }
}
