package sampan.core;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import sampan.core.image.ImageCollection;
import sampan.core.image.Pruned;
import sampan.core.image.Retention;

/** Looks now and then whether there are images to be removed; never in the way of anybody. */
final class ImageCollector implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ImageCollector.class.getName());
    private static final long FIRST_SECONDS = 5;
    private static final long NEXT_SECONDS = 600;
    private static final long ALL = 100;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("image-gc").factory());
    private final Engine engine;

    private ImageCollector(Engine engine) {
        this.engine = engine;
    }

    static ImageCollector start(Engine engine) {
        ImageCollector collector = new ImageCollector(engine);
        var future = collector.timer.scheduleWithFixedDelay(
                collector::collect, FIRST_SECONDS, NEXT_SECONDS, TimeUnit.SECONDS);
        assert !future.isCancelled();
        return collector;
    }

    /** Looks once; whoever comes meanwhile sees what is left afterwards. */
    synchronized Pruned collect(Retention retention) {
        Path root = engine.options().dataRoot();
        return new ImageCollection(engine.images(), engine::imageUses, () -> fill(root), Clock.systemUTC())
                .run(retention);
    }

    private void collect() {
        try {
            Pruned gone = collect(engine.options().storage().retention());
            if (!gone.steps().isEmpty()) {
                LOG.log(Level.INFO, "removed what no name leads to any more: " + gone.steps());
            }
        } catch (RuntimeException failed) { // whatever it is, the timer is to go on
            LOG.log(Level.WARNING, "cannot look for images to be removed: " + failed);
        }
    }

    private static int fill(Path root) {
        try {
            FileStore disk = Files.getFileStore(root);
            long total = Math.max(1, disk.getTotalSpace());
            return (int) (ALL - ALL * disk.getUsableSpace() / total);
        } catch (IOException unknown) {
            return 0;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
