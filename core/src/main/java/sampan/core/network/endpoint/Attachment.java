package sampan.core.network.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sampan.core.network.firewall.Forwarding;
import sampan.core.network.port.BoundPort;

/**
 * Everything that a running container has of its networks; kept in its run-time folder.
 *
 * @param container its id
 * @param hostCaller it may reach the host's own services, as it asked for a name for the host
 */
public record Attachment(String container, List<Endpoint> endpoints, List<BoundPort> ports, boolean hostCaller) {
    public Attachment {
        endpoints = endpoints == null ? List.of() : List.copyOf(endpoints);
        ports = ports == null ? List.of() : List.copyOf(ports);
    }

    /** Of a container that has none. */
    public static Attachment none(String container) {
        return new Attachment(container, List.of(), List.of(), false);
    }

    public Attachment with(List<BoundPort> others) {
        return new Attachment(container, endpoints, others, hostCaller);
    }

    /** With an endpoint that is somewhere else than was thought, and its ports there. */
    public Attachment with(Endpoint before, Endpoint now) {
        List<Endpoint> others = new ArrayList<>(endpoints);
        others.set(others.indexOf(before), now);
        List<BoundPort> moved = ports.stream()
                .map(port -> port.address().equals(before.v4().address())
                        ? port.to(now.v4().address())
                        : port)
                .toList();
        return new Attachment(container, others, moved, hostCaller);
    }

    /** What it has of a network, by the network's id. */
    public Optional<Endpoint> endpoint(String network) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.network().equals(network))
                .findFirst();
    }

    /** {@code 0.0.0.0:8080 -> 80/tcp}: what leads to it by one of its networks. */
    public List<String> portsBy(Endpoint endpoint) {
        return ports.stream()
                .filter(port -> port.address().equals(endpoint.v4().address())
                        || port.address().equals(endpoint.v6().address()))
                .map(port -> (port.hostIp().indexOf(':') < 0 ? port.hostIp() : "[" + port.hostIp() + "]") + ":"
                        + port.hostPort() + " -> " + port.key())
                .toList();
    }

    /** Those of its ports that the engine's own rules lead to it: by its links to bridges. */
    public List<Forwarding> forwardings() {
        return ports.stream()
                .filter(port -> endpoints.stream()
                        .noneMatch(endpoint -> endpoint.hostLink().isEmpty()
                                && endpoint.v4().address().equals(port.address())))
                .map(port -> new Forwarding(
                        port.protocol(),
                        port.hostIp().equals("0.0.0.0") || port.hostIp().equals("::") ? "" : port.hostIp(),
                        port.hostPort(),
                        port.address(),
                        port.port()))
                .toList();
    }

    /** The addresses from which it calls the host. */
    public List<String> callers() {
        return hostCaller
                ? endpoints.stream()
                        .flatMap(endpoint -> Stream.of(endpoint.v4(), endpoint.v6()))
                        .filter(Endpoint.Place::isSomewhere)
                        .map(Endpoint.Place::address)
                        .toList()
                : List.of();
    }
}
