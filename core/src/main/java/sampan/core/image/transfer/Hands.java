package sampan.core.image.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads of one transfer. Whoever waits for them hears at once that it is to stop; they are gone when it ends. */
public final class Hands implements AutoCloseable {
    private static final long STEP_MILLIS = 50;
    private static final long PATIENCE_SECONDS = 20;

    private final ExecutorService threads;
    private final TransferProgress progress;

    public Hands(int count, TransferProgress progress) {
        threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().daemon().name("transfer-", 0).factory());
        this.progress = progress;
    }

    public <T> Future<T> start(Callable<T> work) {
        return threads.submit(work);
    }

    public <T> T await(Future<T> future) throws IOException {
        while (true) {
            try {
                return future.get(STEP_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                progress.check();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            } catch (ExecutionException failed) {
                throw cause(failed);
            }
        }
    }

    private static IOException cause(ExecutionException failed) {
        return switch (failed.getCause()) {
            case IOException own -> own;
            case RuntimeException own -> throw own;
            case Error own -> throw own;
            case null, default -> new IOException(failed.getCause());
        };
    }

    /** Waits for all, and stops the others with the first that fails. */
    public <T> List<T> all(List<Callable<T>> works) throws IOException {
        CompletionService<T> ends = new ExecutorCompletionService<>(threads);
        List<Future<T>> futures = works.stream().map(ends::submit).toList();
        List<T> results = new ArrayList<>();
        try {
            for (int ended = 0; ended < futures.size(); ) {
                Future<T> next = ends.poll(STEP_MILLIS, TimeUnit.MILLISECONDS);
                if (next == null) {
                    progress.check();
                } else {
                    await(next);
                    ended++;
                }
            }
            for (Future<T> future : futures) {
                results.add(await(future));
            }
            return results;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            boolean ended = threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assert ended : "a transfer does not end";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
