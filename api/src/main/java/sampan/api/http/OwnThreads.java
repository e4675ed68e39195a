package sampan.api.http;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/**
 * Platform threads for work that waits very often: a virtual thread would go on with another carrier each time, with what it works on in the cache of another
 * processor.
 */
public final class OwnThreads {
    /** Each is a thread of the kernel. */
    private static final int MOST = 32;

    private final ThreadFactory threads;
    private final Semaphore left = new Semaphore(MOST);

    public OwnThreads(String name) {
        threads = Thread.ofPlatform().daemon().name(name).factory();
    }

    /** What is done on such a thread. */
    @FunctionalInterface
    public interface Work {
        void work() throws IOException, InterruptedException;
    }

    /**
     * Waits while another thread works, and fails as that one does. An interruption is passed on; what the work uses stays in use until it has ended.
     *
     * @return false: there are many such threads, and nothing was done
     */
    public boolean work(Work work) throws IOException, InterruptedException {
        if (!left.tryAcquire()) {
            return false;
        }
        try {
            Future<Boolean> task;
            try (ExecutorService one = Executors.newThreadPerTaskExecutor(threads)) {
                task = one.submit(() -> {
                    work.work();
                    return true;
                });
            } // has ended here, interrupted with the one who waits
            return task.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException broken -> throw broken;
                case InterruptedException interrupted -> throw interrupted;
                case RuntimeException wrong -> throw wrong;
                case Error error -> throw error;
                case null, default -> throw new IOException("a thread failed", failed);
            }
        } finally {
            left.release();
        }
    }
}
