package sampan.core.network.name;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.kernel.Fd;

/** The name servers of all containers that have one: two threads answer what is known here, and further ones ask others. */
public final class NameService implements AutoCloseable {
    private final Resolution resolution = new Resolution(new AnswerCache(System::nanoTime));
    private final Map<String, Responder> responders = new HashMap<>();
    private @Nullable Threads threads;

    /** Answers a container from now on. The sockets are taken over; who asked before is answered now. */
    public synchronized void serve(String container, Fd udp, Fd tcp, NameBook book) throws IOException {
        Responder responder = new Responder(threads(), udp, tcp, book, resolution);
        Optional.ofNullable(responders.put(container, responder)).ifPresent(this::close);
    }

    private Threads threads() throws IOException {
        Threads begun = threads;
        if (begun == null) {
            begun = Threads.start();
            threads = begun;
        }
        return begun;
    }

    public synchronized boolean serves(String container) {
        return responders.containsKey(container);
    }

    /** Whether anybody is served. */
    public synchronized boolean isNeeded() {
        return !responders.isEmpty();
    }

    /** The container is gone, or needs no names any more. */
    public synchronized void end(String container) {
        Optional.ofNullable(responders.remove(container)).ifPresent(this::close);
    }

    private void close(Responder responder) {
        Threads begun = threads;
        if (begun == null) {
            responder.close();
        } else {
            begun.end(responder);
        }
    }

    /** Nobody is answered any more. */
    @Override
    public synchronized void close() {
        Threads begun = threads;
        if (begun != null) {
            begun.close();
        }
        threads = null;
        responders.values().forEach(Responder::close);
        responders.clear();
    }
}
