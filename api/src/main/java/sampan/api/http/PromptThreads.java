package sampan.api.http;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import sampan.kernel.SyscallException;
import sampan.kernel.process.SchedAttr;

/**
 * Threads that get a processor soon though others have much to do: what they do is little, and somebody waits for it. Virtual threads cannot be such, and wait for a
 * carrier besides.
 */
public final class PromptThreads {
    private static final Logger LOG = System.getLogger(PromptThreads.class.getName());
    /** More than listen to one engine; each is a thread of the kernel. */
    private static final int MOST = 32;

    private final String name;
    private final Semaphore left = new Semaphore(MOST);

    public PromptThreads(String name) {
        this.name = name;
    }

    /** The calling thread, a platform thread, is such a one from now on. */
    static void join() {
        try {
            SchedAttr.prompt();
        } catch (SyscallException refused) {
            LOG.log(Level.DEBUG, "a thread waits for a processor as long as all do: " + refused.getMessage());
        }
    }

    /** Writes on a thread of its own, while the other one waits; on that one, when there are many already. */
    public Response.Writer promptly(Response.Writer writer) {
        return out -> {
            if (!left.tryAcquire()) {
                writer.write(out);
                return;
            }
            try {
                writeOnOwnThread(() -> writer.write(out));
            } finally {
                left.release();
            }
        };
    }

    @FunctionalInterface
    private interface Writing {
        void write() throws IOException, InterruptedException;
    }

    private void writeOnOwnThread(Writing writing) throws IOException, InterruptedException {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            join();
            writing.write();
            return true;
        });
        Thread.ofPlatform().daemon().name(name).start(task);
        try {
            task.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException broken -> throw broken;
                case InterruptedException interrupted -> throw interrupted;
                case RuntimeException wrong -> throw wrong;
                case Error error -> throw error;
                case null, default -> throw new IOException("a thread failed", failed);
            }
        } finally {
            task.cancel(true);
        }
    }
}
