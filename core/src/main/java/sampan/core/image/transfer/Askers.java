package sampan.core.image.transfer;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that ask registries short questions, and stay for the next one: to make a thread takes as long as the answer. */
public final class Askers implements AutoCloseable {
    private static final long IDLE_SECONDS = 30;

    private final ExecutorService threads = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("asker-", 0).factory());

    /** None yet. */
    public Askers() {}

    /** Asks, and hears at once that it is to stop; the question has ended when this does. */
    <T> T ask(Callable<T> question, TransferProgress progress) throws IOException {
        Semaphore running = new Semaphore(1);
        Future<T> answer = threads.submit(() -> {
            running.acquire();
            try {
                return question.call();
            } finally {
                running.release();
            }
        });
        try {
            return Hands.await(answer, progress);
        } finally {
            if (answer.cancel(true)) {
                end(running);
            }
        }
    }

    private static void end(Semaphore running) {
        try {
            boolean ended = running.tryAcquire(Hands.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assert ended : "a question does not end";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cuts off what is under way. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
