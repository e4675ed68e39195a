package sampan.core.network.bridge;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import sampan.core.error.EngineException;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.endpoint.EndpointSettings;
import sampan.core.network.endpoint.Endpoints;
import sampan.core.network.link.BridgeLinks;
import sampan.core.network.link.NamespacePool;
import sampan.core.network.link.PreparedNamespace;

/**
 * Namespaces that are on a network already, with an address and a way out: made ahead for networks that are used, so that a start asks the kernel for nothing.
 * Making and taking away links are slow, and each waits for all others of the host. (rtnl_lock)
 */
public final class ReadyEndpoints implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ReadyEndpoints.class.getName());
    private static final int ENOUGH = 8;

    private final Endpoints endpoints;
    private final Plugs plugs;
    private final Bridges bridges;
    private final NamespacePool namespaces;
    private final Executor background;
    private final Map<String, Deque<Ready>> byNetwork = new HashMap<>();
    private final Set<String> filling = new HashSet<>();
    private final Set<String> enough = new HashSet<>();
    private final Set<String> gone = new HashSet<>();
    private boolean closed;

    /** @param background runs what nobody waits for */
    public ReadyEndpoints(
            Endpoints endpoints, Plugs plugs, Bridges bridges, NamespacePool namespaces, Executor background) {
        this.endpoints = endpoints;
        this.plugs = plugs;
        this.bridges = bridges;
        this.namespaces = namespaces;
        this.background = background;
    }

    /**
     * What a container can have at once. The namespace is the taker's to close.
     *
     * @param bridge the index of what it is on: of a bridge that was made again, another
     */
    public record Ready(Endpoint endpoint, PreparedNamespace namespace, int bridge) {}

    /** Empty when there is none, or the network's bridge is gone. */
    public Optional<Ready> take(Network network) throws IOException {
        if (!BridgeLinks.isThere(bridges.linkName(network))) {
            drop(network);
            return Optional.empty();
        }
        int bridge = bridges.ensure(network, new ArrayList<>());
        Optional<Ready> next = next(network);
        while (next.isPresent() && next.get().bridge() != bridge) {
            discard(next.get());
            next = next(network);
        }
        return next;
    }

    private synchronized Optional<Ready> next(Network network) {
        return Optional.ofNullable(byNetwork.get(network.id())).map(Deque::poll);
    }

    /** In the background, until there are enough for a burst. */
    public void refill(Network network) {
        synchronized (this) {
            if (closed || !filling.add(network.id())) {
                return;
            }
        }
        background.execute(() -> {
            try {
                while (wants(network)) {
                    add(network, make(network));
                }
            } catch (IOException | EngineException e) {
                LOG.log(Level.DEBUG, "nothing could be made ready on network " + network.name(), e);
            } finally {
                filled(network);
            }
        });
    }

    private synchronized void filled(Network network) {
        filling.remove(network.id());
        notifyAll();
    }

    private synchronized boolean wants(Network network) {
        Deque<Ready> ready = byNetwork.computeIfAbsent(network.id(), _ -> new ArrayDeque<>());
        boolean wanted = !closed && !gone.contains(network.id()) && !enough.contains(network.id());
        return wanted && ready.size() < ENOUGH && endpoints.hasPlenty(network);
    }

    private Ready make(Network network) throws IOException {
        Endpoint endpoint = endpoints.take(network, EndpointSettings.ANY, 0).asDefaultRoute(!network.internal());
        try {
            PreparedNamespace namespace = namespaces.make(endpoint.v6().isSomewhere());
            try {
                int bridge = bridges.ensure(network, new ArrayList<>());
                plugs.plug(network, endpoint, namespace);
                return new Ready(endpoint, namespace, bridge);
            } catch (IOException | RuntimeException e) {
                namespace.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            endpoints.release(endpoint);
            throw e;
        }
    }

    private void add(Network network, Ready made) {
        synchronized (this) {
            Deque<Ready> ready = byNetwork.get(network.id());
            if (!closed && ready != null) {
                ready.add(made);
                return;
            }
        }
        discard(made);
    }

    /**
     * Nothing is ready on it any more, nor being made.
     *
     * @return whether anything was
     */
    public boolean drop(Network network) {
        Deque<Ready> dropped;
        synchronized (this) {
            boolean held = held(network);
            enough.add(network.id());
            await(() -> !filling.contains(network.id()));
            enough.remove(network.id());
            dropped = byNetwork.remove(network.id());
            if (!held || dropped == null) {
                return held;
            }
        }
        dropped.forEach(this::discard);
        return true;
    }

    private boolean held(Network network) {
        Deque<Ready> ready = byNetwork.get(network.id());
        return filling.contains(network.id()) || (ready != null && !ready.isEmpty());
    }

    /** The network is to be removed: nothing is made on it from now on. */
    public void forget(Network network) {
        synchronized (this) {
            gone.add(network.id());
            await(() -> !filling.contains(network.id()));
        }
        drop(network);
    }

    /** What is being made is finished in milliseconds. */
    private void await(BooleanSupplier done) {
        try {
            while (!done.getAsBoolean()) {
                wait();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The links go with their namespace. */
    private void discard(Ready ready) {
        ready.namespace().close();
        endpoints.release(ready.endpoint());
    }

    /** The outer ends of links that are ready. */
    public synchronized List<String> hostLinks() {
        return byNetwork.values().stream()
                .flatMap(Deque::stream)
                .map(ready -> ready.endpoint().hostLink())
                .toList();
    }

    @Override
    public void close() {
        List<Ready> all = new ArrayList<>();
        synchronized (this) {
            closed = true;
            await(filling::isEmpty);
            byNetwork.values().forEach(all::addAll);
            byNetwork.clear();
        }
        all.forEach(this::discard);
    }
}
