package sampan.daemon;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import sampan.core.DataRoot;
import sampan.core.Engine;
import sampan.core.error.EngineException;

/** An engine that opens on one thread while others may already want it. */
final class Opening implements Supplier<Engine> {
    private final CompletableFuture<Engine> engine = new CompletableFuture<>();

    /** Takes the root over; whoever waits gets what this returns or throws. */
    Engine open(DataRoot root) {
        try {
            Engine opened = Engine.open(root);
            engine.complete(opened);
            return opened;
        } catch (EngineException | Error failed) {
            engine.completeExceptionally(failed);
            throw failed;
        }
    }

    /** Waits for the engine. */
    @Override
    public Engine get() {
        try {
            return engine.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof EngineException reason) {
                throw reason;
            }
            throw failed;
        }
    }
}
