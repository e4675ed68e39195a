package sampan.core.network.resolver;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sampan.core.network.address.Subnet;
import sampan.core.network.endpoint.Attachment;
import sampan.core.network.endpoint.Endpoint;

/** Who is called what on which network, at one moment. */
public record NameIndex(Map<String, OfNetwork> networks) {
    /** @param byName in lower case */
    record OfNetwork(Map<String, List<InetAddress>> byName, Map<InetAddress, String> byAddress) {}

    static NameIndex of(Collection<Attachment> attachments, Map<String, Naming> namings) {
        Map<String, OfNetwork> networks = new HashMap<>();
        for (Attachment attachment : attachments) {
            Naming naming = namings.get(attachment.container());
            if (naming != null) {
                attachment.endpoints().forEach(endpoint -> add(networks, endpoint, naming));
            }
        }
        return new NameIndex(networks);
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

    Optional<List<InetAddress>> addresses(String network, String name) {
        return Optional.ofNullable(networks.get(network)).map(one -> one.byName.get(name));
    }

    Optional<String> name(String network, InetAddress address) {
        return Optional.ofNullable(networks.get(network)).map(one -> one.byAddress.get(address));
    }
}
