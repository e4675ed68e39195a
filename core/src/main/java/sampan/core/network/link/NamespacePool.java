package sampan.core.network.link;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import sampan.core.error.EngineException;
import sampan.core.launch.Launch;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.runtime.launch.NetworkCompiler;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Program;

/** A few network namespaces, made while nobody waits. A start that finds none makes its own. */
public final class NamespacePool implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NamespacePool.class.getName());
    private static final int ENOUGH = 8;

    private final Launch launch;
    private final Executor background;
    private final ConcurrentLinkedQueue<PreparedNamespace> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;

    /** @param background runs what nobody waits for, or drops it when the engine closes */
    public NamespacePool(Launch launch, Executor background) {
        this.launch = launch;
        this.background = background;
    }

    /**
     * A new one, for the caller to close.
     *
     * @param v6 whether links in it may have IPv6 addresses; without, a container of a network of IPv4 speaks none at all (CVE-2024-32473)
     */
    public PreparedNamespace take(boolean v6) throws IOException {
        PreparedNamespace prepared = v6 ? null : ready.poll();
        if (prepared == null) {
            return make(v6);
        }
        count.decrementAndGet();
        return prepared;
    }

    /** Makes some in the background: two for each that was used, until there are enough for a burst. */
    public void refill() {
        background.execute(() -> {
            for (int i = 0; i < 2 && !closed; i++) {
                if (count.incrementAndGet() > ENOUGH) {
                    count.decrementAndGet();
                    return;
                }
                try {
                    ready.add(make(false));
                } catch (IOException | EngineException e) {
                    count.decrementAndGet();
                    LOG.log(Level.DEBUG, "no network namespace could be prepared", e);
                    return;
                }
            }
            if (closed) {
                close();
            }
        });
    }

    /** One that was not prepared; as {@link #take}. */
    public PreparedNamespace make(boolean v6) throws IOException {
        Program program = program(v6);
        return PreparedNamespace.fresh(launch.startAlone(program, NamespacePool::open), program);
    }

    /** What makes one. */
    public static Program program(boolean v6) {
        return NetworkCompiler.fresh(settings("default", v6));
    }

    /** That of a running process, by its number in /proc. For the caller to close. */
    public PreparedNamespace join(int pid, boolean v6) throws IOException {
        Program program = NetworkCompiler.of(place(pid), v6 ? settings("default", true) : Map.of());
        return PreparedNamespace.joined(launch.startAlone(program, NamespacePool::open), program);
    }

    /** New sockets for a name server in the namespace of a running process, for the caller to close. */
    public NameSockets names(int pid) throws IOException {
        Program program = NetworkCompiler.names(place(pid));
        try (Fd socket = launch.startAlone(program, NamespacePool::open)) {
            return PreparedNamespace.names(socket, program);
        }
    }

    private static String place(int pid) {
        return "/proc/" + pid + "/ns/net";
    }

    private static Fd open(Descriptor wanted) throws IOException {
        if (wanted instanceof Descriptor.JoinedNamespace(String _, String path)) {
            return Open.open(Path.of(path), OpenFlags.O_RDONLY);
        }
        throw new IOException("nobody has a descriptor for " + wanted.label());
    }

    /** No router is believed that announces itself. (CVE-2020-13401) */
    private static Map<String, String> settings(String link, boolean v6) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("net/ipv6/conf/" + link + "/accept_ra", "0");
        settings.put("net/ipv6/conf/" + link + "/disable_ipv6", v6 ? "0" : "1");
        return settings;
    }

    @Override
    public void close() {
        closed = true;
        PreparedNamespace unused = ready.poll();
        while (unused != null) {
            unused.close();
            unused = ready.poll();
        }
    }
}
