package sampan.cli.progress;

import java.io.IOException;
import java.time.Duration;
import sampan.cli.front.FrontSession;

/** A line on the caller's terminal that counts the seconds of something of which nobody knows how far it is; it comes after the first one, and goes at the end. */
public final class Elapsed implements AutoCloseable {
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final String ERASE = "\r\u001b[K";

    private final FrontSession session;
    private final Thread counting;
    private volatile boolean shown;

    private Elapsed(FrontSession session, String title) {
        this.session = session;
        counting = Thread.ofVirtual().unstarted(() -> count(title));
    }

    /** @param title what is being done: {@code Committing} */
    public static Elapsed of(FrontSession session, String title) {
        Elapsed elapsed = new Elapsed(session, title);
        if (session.request().isTerminal(2)) {
            elapsed.counting.start();
        }
        return elapsed;
    }

    private void count(String title) {
        try {
            for (int seconds = 1; ; seconds++) {
                Thread.sleep(STEP);
                shown = true;
                session.err().print(ERASE + title + " " + seconds + " s");
            }
        } catch (IOException | InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        counting.interrupt();
        try {
            if (counting.getState() != Thread.State.NEW) {
                counting.join();
            }
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
        if (shown) {
            session.err().print(ERASE);
        }
    }
}
