package sampan.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Waits until an engine answers. */
final class Ready {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Ready() {}

    /** Tries the probe every 5 ms. @throws IOException when the engine ended, or never answered */
    static void await(List<String> probe, Process engine) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end && engine.isAlive()) {
            try {
                Shell.run(probe);
                return;
            } catch (IOException notYet) {
                try {
                    Thread.sleep(5);
                } catch (InterruptedException e) {
                    throw new IOException("interrupted while waiting for " + probe.getFirst(), e);
                }
            }
        }
        throw new IOException("no answer: " + String.join(" ", probe));
    }
}
