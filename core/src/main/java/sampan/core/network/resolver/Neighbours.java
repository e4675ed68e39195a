package sampan.core.network.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import sampan.core.network.address.Subnet;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.name.NameBook;

/** What a container finds on its networks: in the order in which it is on them. */
public final class Neighbours implements NameBook {
    private final String container;
    private final Resolvers resolvers;

    Neighbours(String container, Resolvers resolvers) {
        this.container = container;
        this.resolvers = resolvers;
    }

    @Override
    public Optional<List<InetAddress>> addresses(String name) {
        NameIndex index = resolvers.index();
        var question = new NameIndex.Question(container, name);
        List<InetAddress> known = index.known().get(question);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<List<InetAddress>> found = find(index, name);
        found.ifPresent(addresses -> index.known().put(question, addresses));
        return found;
    }

    private Optional<List<InetAddress>> find(NameIndex index, String name) {
        List<Endpoint> own = index.of(container);
        return first(
                        own,
                        endpoint -> resolvers
                                .linked(container, endpoint.network(), name)
                                .flatMap(target -> index.addresses(endpoint.network(), target)))
                .or(() -> first(own, endpoint -> index.addresses(endpoint.network(), name)))
                .or(() -> first(own, endpoint -> qualified(index, endpoint, name)));
    }

    /** {@code web.backend} is {@code web} of the network {@code backend}. */
    private static Optional<List<InetAddress>> qualified(NameIndex index, Endpoint endpoint, String name) {
        String suffix = "." + endpoint.name().toLowerCase(Locale.ROOT);
        return name.endsWith(suffix)
                ? index.addresses(endpoint.network(), name.substring(0, name.length() - suffix.length()))
                : Optional.empty();
    }

    private interface Look<T> {
        Optional<T> in(Endpoint endpoint);
    }

    private static <T> Optional<T> first(List<Endpoint> endpoints, Look<T> look) {
        return endpoints.stream()
                .flatMap(endpoint -> look.in(endpoint).stream())
                .findFirst();
    }

    @Override
    public Optional<String> nameOf(InetAddress address) {
        NameIndex index = resolvers.index();
        return first(index.of(container), endpoint -> index.name(endpoint.network(), address));
    }

    @Override
    public Object edition() {
        return resolvers.index();
    }

    @Override
    public List<InetSocketAddress> servers() {
        List<Endpoint> own = resolvers.index().of(container);
        List<InetSocketAddress> all = resolvers.servers(container);
        boolean leadsOut = own.stream().anyMatch(endpoint -> !resolvers.isInternal(endpoint.network()));
        return leadsOut
                ? all
                : all.stream()
                        .filter(server -> own.stream().anyMatch(endpoint -> isOn(endpoint, server)))
                        .toList();
    }

    /** It reaches that server by itself, too. */
    private static boolean isOn(Endpoint endpoint, InetSocketAddress server) {
        return Stream.of(endpoint.v4(), endpoint.v6())
                .filter(Endpoint.Place::isSomewhere)
                .map(place -> Subnet.of(Subnet.address(place.address()).orElseThrow(), place.length()))
                .anyMatch(subnet -> subnet.contains(server.getAddress()));
    }
}
