package sampan.oci.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Connections to registries that outlive the command they were made for: whoever goes to the same registry soon after, by the same
 * certificates and proxies, needs no new connection, no new handshake, and asks nothing that was told a moment ago. What nobody uses is closed
 * within a minute.
 */
public final class Connections implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(30);
    /** Each has a thread and some descriptors. */
    private static final int MOST_IDLE = 4;

    private final Map<Kind, Shared> all = new HashMap<>();
    private boolean closed;

    /** None yet. */
    public Connections() {}

    /** What makes a difference to a connection, apart from where it leads. */
    private record Kind(List<Path> certificates, Map<String, String> proxies, String agent, Duration silence) {}

    private static final class Shared {
        private final Wire wire;
        private int users;
        private long unused;

        Shared(Wire wire) {
            this.wire = wire;
        }
    }

    /** One command's hold on them; closed by it. */
    final class Hold implements AutoCloseable {
        private final Shared shared;
        private boolean over;

        private Hold(Shared shared) {
            this.shared = shared;
        }

        Wire wire() {
            return shared.wire;
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                release(shared);
            }
        }
    }

    synchronized Hold hold(RegistryClient.Settings settings) {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        Kind kind = new Kind(
                settings.certificates(),
                Proxies.variables(settings.environment()),
                settings.agent(),
                settings.silence());
        Shared shared = all.get(kind);
        if (shared == null) {
            if (all.size() >= MOST_IDLE) {
                closeUnused(System.nanoTime());
            }
            shared = new Shared(
                    new Wire(new Certificates(kind.certificates), new Proxies(kind.proxies), kind.agent, kind.silence));
            all.put(kind, shared);
            if (all.size() == 1) {
                Thread.ofVirtual().name("registry-idle").start(this::watch);
            }
        }
        shared.users++;
        return new Hold(shared);
    }

    private synchronized void release(Shared shared) {
        shared.users--;
        shared.unused = System.nanoTime();
    }

    /** Until there is nothing left to close. */
    private void watch() {
        try {
            do {
                Thread.sleep(IDLE);
            } while (isNeeded());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isNeeded() {
        closeUnused(System.nanoTime() - IDLE.toNanos());
        return !all.isEmpty();
    }

    /** @param since in nanoseconds of {@link System#nanoTime} */
    private void closeUnused(long since) {
        all.values().removeIf(shared -> {
            boolean over = shared.users == 0 && shared.unused - since <= 0;
            if (over) {
                shared.wire.close();
            }
            return over;
        });
    }

    /** Cuts off also what is under way. */
    @Override
    public synchronized void close() {
        closed = true;
        all.values().forEach(shared -> shared.wire.close());
        all.clear();
    }
}
