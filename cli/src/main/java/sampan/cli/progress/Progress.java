package sampan.cli.progress;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import sampan.cli.front.FrontSession;
import sampan.cli.table.ProgressBar;

/** One line on the caller's terminal that is drawn anew, and is gone at the end. */
public final class Progress implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final String ERASE = "\r\u001b[K";

    private final Line line;
    private final InstantSource clock;
    private final String title;
    private final long total;
    private long next;
    private long done;
    private boolean shown;

    /** Where it is drawn. */
    interface Line {
        /** @return 0 where there is no terminal */
        int columns();

        void draw(String text) throws IOException;
    }

    Progress(Line line, InstantSource clock, String title, long total) {
        this.line = line;
        this.clock = clock;
        this.title = title;
        this.total = total;
        next = clock.millis() + PATIENCE.toMillis();
    }

    /**
     * @param title what is being done: {@code Importing}
     * @param total bytes, 0 when nobody knows
     */
    public static Progress of(FrontSession session, String title, long total) {
        return new Progress(
                new Line() {
                    @Override
                    public int columns() {
                        return session.request().isTerminal(2) ? session.columns() : 0;
                    }

                    @Override
                    public void draw(String text) throws IOException {
                        session.err().print(text);
                    }
                },
                InstantSource.system(),
                title,
                total);
    }

    /** So many bytes more are done. */
    public void add(long bytes) throws IOException {
        done += bytes;
        long now = clock.millis();
        int columns = now < next ? 0 : line.columns();
        if (columns > 0) {
            next = now + STEP.toMillis();
            shown = true;
            String text = title + " " + ProgressBar.of(done, total, columns).strip();
            line.draw(ERASE + text.substring(0, Math.min(text.length(), columns - 1)));
        }
    }

    /** Leaves nothing behind. */
    @Override
    public void close() throws IOException {
        if (shown) {
            shown = false;
            line.draw(ERASE);
        }
    }
}
