package sampan.daemon;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sampan.core.DataRoot;
import sampan.core.Engine;
import sampan.core.error.EngineException;

/** An engine that opens on one thread while others may already want it. */
final class Opening implements Supplier<Engine> {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Engine engine;
    private volatile @Nullable Throwable failure;

    /**
     * Takes the root over; whoever waits gets what this returns or throws.
     *
     * @param hangup what must have ended before anybody gets the engine
     */
    Engine open(DataRoot root, Optional<Thread> hangup) throws InterruptedException {
        try {
            Engine opened = Engine.open(root);
            if (hangup.isPresent()) {
                hangup.get().join();
            }
            engine = opened;
            return opened;
        } catch (EngineException | Error failed) {
            failure = failed;
            throw failed;
        } finally {
            done.countDown();
        }
    }

    /** Waits for the engine. */
    @Override
    public Engine get() {
        try {
            done.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EngineException.Unavailable("interrupted while the engine opens");
        }
        if (failure instanceof EngineException reason) {
            throw reason;
        }
        Engine opened = engine;
        if (opened == null) {
            throw new IllegalStateException("the engine did not open", failure);
        }
        return opened;
    }
}
