package sampan.core.image.transfer;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sees whether those who ask registries are to stop: a short question is asked in the caller's own thread, which nobody has to wake for its answer. */
public final class Watcher implements AutoCloseable {
    private static final long STEP_MILLIS = 50;
    private static final long IDLE_SECONDS = 30;

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("transfer-watcher").factory());
    private final Set<Watch> all = ConcurrentHashMap.newKeySet();

    /** Of nobody yet. */
    public Watcher() {
        thread.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setRemoveOnCancelPolicy(true);
    }

    /** One question, and who asks it. */
    private final class Watch implements Runnable, AutoCloseable {
        private final Thread asking = Thread.currentThread();
        private final TransferProgress progress;
        private final Future<?> checks;
        private @Nullable IOException stopped;
        private boolean over;

        Watch(TransferProgress progress) {
            this.progress = progress;
            all.add(this);
            checks = thread.scheduleWithFixedDelay(this, STEP_MILLIS, STEP_MILLIS, TimeUnit.MILLISECONDS);
        }

        @Override
        public synchronized void run() {
            if (!over && stopped == null) {
                try {
                    progress.check();
                } catch (IOException reason) {
                    stop(reason);
                }
            }
        }

        synchronized void stop(IOException reason) {
            if (!over && stopped == null) {
                stopped = reason;
                asking.interrupt();
            }
        }

        /** @return why he was stopped, where he was */
        synchronized IOException reason(IOException failed) {
            return stopped == null ? failed : stopped;
        }

        /** The interrupt, if there was one, ends with the question. */
        @Override
        public synchronized void close() {
            over = true;
            checks.cancel(false);
            all.remove(this);
            if (stopped != null) {
                Thread.interrupted();
            }
        }
    }

    /**
     * Asks, and is interrupted when it is to stop.
     *
     * @throws IOException also what {@link TransferProgress#check} throws
     */
    <T> T ask(Callable<T> question, TransferProgress progress) throws IOException {
        try (Watch watch = new Watch(progress)) {
            try {
                return question.call();
            } catch (IOException failed) {
                throw watch.reason(failed);
            } catch (RuntimeException own) {
                throw own;
            } catch (Exception other) {
                throw new IOException(other);
            }
        }
    }

    /** Cuts off what is under way. */
    @Override
    public void close() {
        thread.shutdownNow();
        all.forEach(watch -> watch.stop(new IOException("the engine ends")));
    }
}
