package sampan.core.network.resolver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.EndpointSettings;
import sampan.core.network.link.NameKeepers;

/**
 * What a running container is called and whom it asks for names; kept in its run-time folder.
 *
 * @param served whether its name server is 127.0.0.11
 * @param networks by the network's id; of those with names only
 * @param keeper who holds the name server's sockets while there is no engine; null: nobody yet
 */
public record Naming(
        String container, Own own, boolean served, Map<String, Scope> networks, NameKeepers.@Nullable Keeper keeper) {
    public Naming {
        networks = networks == null ? Map.of() : Map.copyOf(networks);
    }

    /**
     * What is the same on all networks.
     *
     * @param names its name, the beginning of its id, its host name
     * @param servers that it asked for; empty: the host's
     */
    public record Own(List<String> names, List<String> servers) {
        public Own {
            names = List.copyOf(names);
            servers = List.copyOf(servers);
        }
    }

    /**
     * What is so on one network.
     *
     * @param links {@code name:alias}: what only this container calls another one
     */
    public record Scope(List<String> aliases, List<String> links) {
        static Scope of(EndpointSettings settings) {
            return new Scope(orNone(settings.aliases()), orNone(settings.links()));
        }

        private static List<String> orNone(@Nullable List<String> given) {
            return given == null ? List.of() : List.copyOf(given);
        }
    }

    /** By which it is found on a network; empty where there are no names. */
    public List<String> names(String network) {
        Scope scope = networks.get(network);
        if (scope == null) {
            return List.of();
        }
        Set<String> all = new LinkedHashSet<>();
        all.add(own.names().getFirst());
        all.addAll(scope.aliases());
        all.addAll(own.names());
        return new ArrayList<>(all);
    }

    public Naming joined(Network network, EndpointSettings settings) {
        Map<String, Scope> now = new LinkedHashMap<>(networks);
        now.put(network.id(), Scope.of(settings));
        return new Naming(container, own, true, now, keeper);
    }

    Naming left(Network network) {
        Map<String, Scope> now = new LinkedHashMap<>(networks);
        now.remove(network.id());
        return new Naming(container, own, served, now, keeper);
    }

    Naming calling(Own now) {
        return new Naming(container, now, served, networks, keeper);
    }

    Naming keptBy(NameKeepers.Keeper process) {
        return new Naming(container, own, served, networks, process);
    }
}
