package sampan.oci.registry;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the JDK's client goes on with what came. While nothing but short answers is under way that is the thread that saw it come: no other one has to be woken
 * for each of them. While bodies move it is a thread for each: what is sent may have to be waited for, and several that come are deciphered side by side.
 */
final class Relay implements Executor {
    private static final long SHORT = 64 << 10;

    private final AtomicInteger moving = new AtomicInteger();

    @Override
    public void execute(Runnable task) {
        if (moving.get() == 0) {
            task.run();
        } else {
            Thread.startVirtualThread(task);
        }
    }

    /**
     * A body is under way.
     *
     * @return what to call when it no longer is; once is enough
     */
    Runnable moves() {
        AtomicBoolean over = new AtomicBoolean();
        moving.incrementAndGet();
        return () -> {
            if (!over.getAndSet(true)) {
                moving.decrementAndGet();
            }
        };
    }

    /** The same, for the body of an answer, which may be none or short. */
    Runnable body(HttpRequest request, HttpResponse.ResponseInfo answer) {
        boolean isShort = request.method().equals("HEAD")
                || answer.headers().firstValueAsLong("Content-Length").orElse(Long.MAX_VALUE) <= SHORT;
        return isShort ? () -> {} : moves();
    }
}
