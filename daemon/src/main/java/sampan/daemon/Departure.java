package sampan.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sampan.cli.front.Succession;

/**
 * The end of an engine that was started on demand when a front of another build finds it: whoever builds or installs Sampan anew is served by what they built.
 * Containers do not notice, the next engine adopts them.
 */
final class Departure implements Succession {
    private final String home;
    private final Path socket;
    private final CountDownLatch asked = new CountDownLatch(1);
    /** None until the engine is open. */
    private volatile @Nullable BooleanSupplier unused;

    /** @param home the folder of this build; empty: unknown */
    Departure(String home, Path socket) {
        this.home = home;
        this.socket = socket;
    }

    /** From now on the engine may go where nobody uses it otherwise. */
    void allow(BooleanSupplier unused) {
        this.unused = unused;
    }

    @Override
    public boolean makesWay(String callersHome) {
        BooleanSupplier free = unused;
        if (home.isEmpty() || home.equals(callersHome) || free == null || !free.getAsBoolean()) {
            return false;
        }
        try {
            hide();
        } catch (IOException stuck) {
            return false;
        }
        asked.countDown();
        return true;
    }

    /** Takes the socket's name away, so that the next front starts another engine. */
    void hide() throws IOException {
        Files.deleteIfExists(socket);
    }

    /** @return whether somebody asked within the time */
    boolean awaitAsked(Duration limit) throws InterruptedException {
        return asked.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }
}
