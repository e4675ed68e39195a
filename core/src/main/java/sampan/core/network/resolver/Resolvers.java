package sampan.core.network.resolver;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Attachment;
import sampan.core.network.endpoint.EndpointSettings;
import sampan.core.network.endpoint.Running;
import sampan.core.network.link.NameKeepers;
import sampan.core.network.link.NameSockets;
import sampan.core.network.link.NamespacePool;
import sampan.core.network.link.PreparedNamespace;
import sampan.core.network.name.NameService;
import sampan.kernel.Fd;

/** The name server of each container that is on a network with names: begun with its first one, kept from engine to engine, ended with the container. */
public final class Resolvers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Resolvers.class.getName());

    private final NameService service = new NameService();
    private final HostServers host = new HostServers();
    private final NamespacePool namespaces;
    private final NameKeepers keepers;
    private final Supplier<Collection<Attachment>> attachments;
    private final Predicate<String> internal;
    private final Map<String, Naming> namings = new ConcurrentHashMap<>();
    private final Map<String, NameSockets> sockets = new ConcurrentHashMap<>();
    private volatile @Nullable NameIndex index;

    /**
     * Nobody is served yet.
     *
     * @param attachments of all running containers
     * @param internal whether the network with an id leads nowhere
     */
    public Resolvers(
            NamespacePool namespaces,
            NameKeepers keepers,
            Supplier<Collection<Attachment>> attachments,
            Predicate<String> internal) {
        this.namespaces = namespaces;
        this.keepers = keepers;
        this.attachments = attachments;
        this.internal = internal;
    }

    /** A container that is about to start. */
    public void begin(Naming naming, PreparedNamespace namespace) throws IOException {
        namings.put(naming.container(), naming);
        changed();
        if (naming.served()) {
            Optional<NameSockets> opened = namespace.takeNames();
            if (opened.isPresent()) {
                serve(naming.container(), opened.get());
            }
        }
    }

    private void serve(String container, NameSockets opened) throws IOException {
        try (opened;
                NameSockets copy = opened.duplicate()) {
            service.serve(container, copy.udp().release(), copy.tcp().release(), new Neighbours(container, this));
            NameSockets before = sockets.put(
                    container,
                    new NameSockets(opened.udp().release(), opened.tcp().release()));
            if (before != null) {
                before.close();
            }
        }
    }

    /**
     * Its first process runs: the sockets are held for the next engine, too.
     *
     * @return empty: there is nothing to hold
     */
    public Optional<Naming> keep(String container, Fd process) throws IOException {
        NameSockets held = sockets.get(container);
        Naming naming = namings.get(container);
        if (held == null || naming == null) {
            return Optional.empty();
        }
        try (NameSockets copy = held.duplicate()) {
            NameKeepers.Keeper keeper = keepers.keep(copy, process);
            return Optional.ofNullable(namings.computeIfPresent(container, (_, now) -> now.keptBy(keeper)));
        }
    }

    /** A running container is on one network more. */
    public void connected(Running member, Naming.Own own, Network network, EndpointSettings settings)
            throws IOException {
        Naming before =
                namings.getOrDefault(member.container(), new Naming(member.container(), own, false, Map.of(), null));
        Naming now = hasNames(network) ? before.joined(network, settings) : before;
        namings.put(member.container(), now);
        changed();
        if (now.served() && !service.serves(member.container())) {
            serve(member.container(), namespaces.names(member.pid()));
        }
    }

    public void disconnected(String container, Network network) {
        namings.computeIfPresent(container, (_, before) -> before.left(network));
        changed();
    }

    /**
     * It is called otherwise from now on.
     *
     * @return empty: nobody finds it by name
     */
    public Optional<Naming> renamed(String container, Naming.Own own) {
        Naming now = namings.computeIfPresent(container, (_, before) -> before.calling(own));
        changed();
        return Optional.ofNullable(now);
    }

    public void end(String container) {
        namings.remove(container);
        service.end(container);
        Optional.ofNullable(sockets.remove(container)).ifPresent(NameSockets::close);
        changed();
    }

    /** An earlier engine has served it; {@link #settle} follows when all are known. */
    public void adopt(Naming naming) {
        namings.put(naming.container(), naming);
    }

    /**
     * Goes on with those that an earlier engine has served; who asked meanwhile is answered now.
     *
     * @param pids of the containers' first processes
     */
    public void settle(Map<String, Integer> pids) {
        changed();
        for (Naming naming : List.copyOf(namings.values())) {
            Integer pid = pids.get(naming.container());
            if (naming.served() && pid != null && !service.serves(naming.container())) {
                try {
                    serve(naming.container(), held(naming, pid));
                } catch (IOException | RuntimeException e) {
                    LOG.log(Level.WARNING, "container " + naming.container() + " has no name server", e);
                }
            }
        }
    }

    private NameSockets held(Naming naming, int pid) throws IOException {
        Optional<NameSockets> kept = Optional.ofNullable(naming.keeper()).flatMap(NameKeepers::held);
        return kept.isPresent() ? kept.get() : namespaces.names(pid);
    }

    /** Somebody has come or gone. */
    synchronized void changed() {
        index = null;
    }

    public static boolean hasNames(Network network) {
        return !network.isPredefined();
    }

    /** What a running container is called; empty when it is on no network. */
    public Optional<Naming> of(String container) {
        return Optional.ofNullable(namings.get(container));
    }

    /** Whether a container asks this engine for names. */
    public boolean serves(String container) {
        return service.serves(container);
    }

    /** As it is now; the same one until somebody comes or goes. */
    NameIndex index() {
        NameIndex known = index;
        return known == null ? fresh() : known;
    }

    /** Alone: who comes meanwhile waits, and is seen by the next one. */
    private synchronized NameIndex fresh() {
        NameIndex known = index;
        if (known == null) {
            known = NameIndex.of(attachments.get(), namings);
            index = known;
        }
        return known;
    }

    /** The name that a container's link on a network leads to, in lower case. */
    Optional<String> linked(String container, String network, String alias) {
        return of(container).map(Naming::networks).map(networks -> networks.get(network)).stream()
                .flatMap(scope -> scope.links().stream())
                .map(link -> link.split(":", 2))
                .filter(link -> link[link.length - 1].equalsIgnoreCase(alias))
                .map(link -> link[0].toLowerCase(Locale.ROOT))
                .findFirst();
    }

    List<InetSocketAddress> servers(String container) {
        List<String> asked = of(container).map(naming -> naming.own().servers()).orElse(List.of());
        return asked.isEmpty() ? host.now() : HostServers.sockets(asked);
    }

    boolean isInternal(String network) {
        return internal.test(network);
    }

    /** Nobody is answered until the next engine comes; what is asked meanwhile waits with the keepers. */
    @Override
    public void close() {
        service.close();
        sockets.values().forEach(NameSockets::close);
        sockets.clear();
    }
}
