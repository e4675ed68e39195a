package sampan.core.network.resolver;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import sampan.core.network.address.Subnet;
import sampan.core.network.endpoint.Attachment;
import sampan.core.network.endpoint.Endpoint;

/**
 * Who is called what on which network, at one moment.
 *
 * @param networks by id
 * @param endpoints by container
 * @param known what was asked for and is there, so that nobody fills it with names of nobody
 */
public record NameIndex(
        Map<String, OfNetwork> networks,
        Map<String, List<Endpoint>> endpoints,
        Map<Question, List<InetAddress>> known) {
    /** Whom a container means by a name. */
    record Question(String container, String name) {}

    /** @param byName in lower case */
    record OfNetwork(Map<String, List<InetAddress>> byName, Map<InetAddress, String> byAddress) {}

    static NameIndex of(Collection<Attachment> attachments, Map<String, Naming> namings) {
        Map<String, OfNetwork> networks = new HashMap<>();
        Map<String, List<Endpoint>> endpoints = new HashMap<>();
        for (Attachment attachment : attachments) {
            endpoints.put(attachment.container(), attachment.endpoints());
            Naming naming = namings.get(attachment.container());
            if (naming != null) {
                attachment.endpoints().forEach(endpoint -> add(networks, endpoint, naming));
            }
        }
        return new NameIndex(networks, endpoints, new ConcurrentHashMap<>());
    }

    private static void add(Map<String, OfNetwork> networks, Endpoint endpoint, Naming naming) {
        List<InetAddress> addresses = Stream.of(endpoint.v4(), endpoint.v6())
                .flatMap(place -> Subnet.address(place.address()).stream())
                .toList();
        OfNetwork network =
                networks.computeIfAbsent(endpoint.network(), _ -> new OfNetwork(new HashMap<>(), new HashMap<>()));
        List<String> names = naming.names(endpoint.network());
        for (String name : names) {
            network.byName
                    .computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .addAll(addresses);
        }
        if (!names.isEmpty()) {
            addresses.forEach(address -> network.byAddress.put(address, names.getFirst() + "." + endpoint.name()));
        }
    }

    List<Endpoint> of(String container) {
        return endpoints.getOrDefault(container, List.of());
    }

    Optional<List<InetAddress>> addresses(String network, String name) {
        return Optional.ofNullable(networks.get(network)).map(one -> one.byName.get(name));
    }

    Optional<String> name(String network, InetAddress address) {
        return Optional.ofNullable(networks.get(network)).map(one -> one.byAddress.get(address));
    }
}
