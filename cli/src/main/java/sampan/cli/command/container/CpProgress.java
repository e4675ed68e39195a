package sampan.cli.command.container;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import sampan.cli.call.Call;
import sampan.cli.front.CallerOutput;
import sampan.cli.front.FrontSession;
import sampan.cli.table.Sizes;
import sampan.core.files.CountingSink;
import sampan.oci.layer.EntrySink;

/** Tells on a terminal how far a copy is, once it takes over a second, and how much it was. */
final class CpProgress implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 1000;
    private static final long STEP_MILLIS = 100;
    private static final String ERASE = "\r\u001b[K";

    private final FrontSession session;
    private final CallerOutput err;
    private final String title;
    private final boolean quiet;
    private final Thread ticking;
    private volatile @Nullable CountingSink sink;
    private volatile boolean shown;

    private CpProgress(Call call, String title, boolean quiet) {
        session = call.session();
        err = call.err();
        this.title = title;
        this.quiet = quiet;
        ticking = Thread.ofVirtual().unstarted(this::tick);
    }

    /** @param direction {@code to container} or {@code from container} */
    static CpProgress of(Call call, String direction, boolean quiet) {
        boolean silent = quiet || !call.session().request().isTerminal(1);
        CpProgress progress = new CpProgress(call, "Copying " + direction + " - ", silent);
        if (!silent && call.session().request().isTerminal(2)) {
            progress.ticking.start();
        }
        return progress;
    }

    CountingSink count(EntrySink next) {
        CountingSink counting = new CountingSink(next, session::checkCancelled);
        sink = counting;
        return counting;
    }

    private void tick() {
        try {
            Thread.sleep(PATIENCE_MILLIS);
            while (true) {
                CountingSink now = sink;
                if (now != null) {
                    shown = true;
                    err.print(ERASE + title + Sizes.decimal(now.bytes()));
                }
                Thread.sleep(STEP_MILLIS);
            }
        } catch (IOException | InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() throws IOException {
        ticking.interrupt();
        try {
            if (ticking.getState() != Thread.State.NEW) {
                ticking.join();
            }
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
        if (shown) {
            shown = false;
            err.print(ERASE);
        }
    }

    void done(String target) throws IOException {
        stop();
        CountingSink counted = sink;
        if (!quiet && counted != null) {
            err.println("Successfully copied " + Sizes.decimal(counted.bytes()) + " to " + target);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
