package sampan.api.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import sampan.kernel.SyscallException;
import sampan.kernel.process.SchedAttr;

/**
 * Threads that get a processor soon though others have much to do: what they do is little, and somebody waits for it. Virtual threads cannot be such, and wait for a
 * carrier besides.
 */
public final class PromptThreads {
    private static final Logger LOG = System.getLogger(PromptThreads.class.getName());

    private final OwnThreads threads;

    public PromptThreads(String name) {
        this.threads = new OwnThreads(name);
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
            boolean written = threads.work(() -> {
                join();
                writer.write(out);
            });
            if (!written) {
                writer.write(out);
            }
        };
    }
}
