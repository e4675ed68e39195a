package sampan.core.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Endpoint;
import sampan.oci.image.Digest;

/** Who is on {@code host} and {@code none}: nothing is made for them, and they are shown and told of all the same. */
final class PlainNetworks {
    private final Map<String, Network> byContainer = new ConcurrentHashMap<>();

    /** @param container its id; it runs, or is about to */
    void join(String container, Network network) {
        byContainer.put(container, network);
    }

    /** @return where it was */
    Optional<Network> leave(String container) {
        return Optional.ofNullable(byContainer.remove(container));
    }

    /** Nowhere, under an id that is the same as long as the container runs. */
    Optional<Endpoint> endpoint(String container, String network) {
        return Optional.ofNullable(byContainer.get(container))
                .filter(known -> known.id().equals(network))
                .map(known -> new Endpoint(
                        Digest.sha256((container + network).getBytes(UTF_8)).hex(),
                        network,
                        known.name(),
                        "",
                        "",
                        "",
                        Endpoint.Place.NOWHERE,
                        Endpoint.Place.NOWHERE,
                        false));
    }

    /** Of a network, by the containers' ids. */
    void show(Network network, Map<String, Endpoint> all) {
        byContainer.keySet().stream()
                .sorted()
                .forEach(container ->
                        endpoint(container, network.id()).ifPresent(endpoint -> all.put(container, endpoint)));
    }
}
