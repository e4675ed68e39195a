package sampan.core.network;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import sampan.core.error.EngineException;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Attachment;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.endpoint.Endpoints;
import sampan.core.network.port.BoundPort;
import sampan.core.network.port.HostPorts;
import sampan.core.network.port.PortRequest;

/** Who has which addresses and ports, by container. In memory: the next engine learns it from what runs. Safe for use by several threads. */
final class Holdings {
    private final Endpoints addresses;
    private final Predicate<Network> makeRoom;
    private final HostPorts ports = new HostPorts();
    private final Map<String, Attachment> attached = new ConcurrentHashMap<>();

    /** @param makeRoom gives back what is set aside of a network; false: nothing was */
    Holdings(Endpoints addresses, Predicate<Network> makeRoom) {
        this.addresses = addresses;
        this.makeRoom = makeRoom;
    }

    /**
     * All that a container asks for, or nothing.
     *
     * @param made what it has already of the first network
     */
    synchronized Attachment reserve(Wish wish, List<Asked> asked, Optional<Endpoint> made) {
        List<Endpoint> endpoints = new ArrayList<>();
        made.ifPresent(endpoints::add);
        try {
            for (Asked one : asked.subList(endpoints.size(), asked.size())) {
                endpoints.add(address(one, endpoints.size()));
            }
            int way = wayOut(asked);
            if (way >= 0) {
                endpoints.set(way, endpoints.get(way).asDefaultRoute(true));
            }
            List<BoundPort> bound = way < 0 || asked.get(way).network().hasCards()
                    ? List.of()
                    : publish(wish, asked.get(way).network(), endpoints.get(way));
            Attachment attachment = new Attachment(wish.container(), endpoints, bound, wish.hostCaller());
            attached.put(wish.container(), attachment);
            return attachment;
        } catch (RuntimeException e) {
            endpoints.forEach(addresses::release);
            throw e;
        }
    }

    /** What is set aside is had before anybody goes without; another start may have it set aside again at once. */
    synchronized Endpoint address(Asked asked, int number) {
        while (true) {
            try {
                return addresses.take(asked.network(), asked.settings(), number);
            } catch (EngineException e) {
                if (!makeRoom.test(asked.network())) {
                    throw e;
                }
            }
        }
    }

    /** The first that leads anywhere; -1: none. */
    static int wayOut(List<Asked> ordered) {
        for (int i = 0; i < ordered.size(); i++) {
            if (!ordered.get(i).network().internal()) {
                return i;
            }
        }
        return -1;
    }

    private List<BoundPort> publish(Wish wish, Network network, Endpoint endpoint) {
        List<PortRequest> requests =
                PortPlan.of(wish, endpoint, network.driverOptions().hostBinding());
        try {
            return ports.take(wish.container(), requests);
        } catch (EngineException.StartFailure e) {
            throw new EngineException.StartFailure(
                    e.exitCode(),
                    "driver failed programming external connectivity on endpoint " + wish.name() + " (" + endpoint.id()
                            + "): " + e.getMessage());
        }
    }

    /**
     * Other ports of a running container: all that is asked for, or nothing.
     *
     * @param closed goes, so that it can be opened for another port at once
     */
    synchronized List<BoundPort> exchange(Wish wish, List<BoundPort> closed, Network network, Endpoint endpoint) {
        ports.release(wish.container(), closed);
        try {
            return publish(wish, network, endpoint);
        } catch (RuntimeException e) {
            ports.adopt(wish.container(), closed);
            throw e;
        }
    }

    synchronized void release(String container, List<BoundPort> closed) {
        ports.release(container, closed);
    }

    synchronized void release(Endpoint endpoint) {
        addresses.release(endpoint);
    }

    Attachment become(Attachment now) {
        attached.put(now.container(), now);
        return now;
    }

    Attachment become(Attachment before, List<Endpoint> endpoints, List<BoundPort> bound) {
        Attachment now = new Attachment(before.container(), endpoints, bound, before.hostCaller());
        attached.put(before.container(), now);
        return now;
    }

    /** Ports and addresses are free for others at once. */
    synchronized Optional<Attachment> leave(String container) {
        Attachment left = attached.remove(container);
        if (left == null) {
            return Optional.empty();
        }
        left.endpoints().forEach(addresses::release);
        ports.release(container, left.ports());
        return Optional.of(left);
    }

    /** A container runs that an earlier engine started. */
    synchronized void adopt(Attachment found, Map<String, Network> networks) {
        for (Endpoint endpoint : found.endpoints()) {
            Network network = networks.get(endpoint.network());
            if (network != null) {
                addresses.adopt(network, endpoint);
            }
        }
        ports.adopt(found.container(), found.ports());
        attached.put(found.container(), found);
    }

    /** The network is gone, and so are its addresses. */
    void forget(Network network) {
        addresses.forget(network);
    }

    Optional<Attachment> of(String container) {
        return Optional.ofNullable(attached.get(container));
    }

    /** Nothing, of one that is on no network. */
    Attachment now(String container) {
        return of(container).orElse(Attachment.none(container));
    }

    Collection<Attachment> all() {
        return List.copyOf(attached.values());
    }

    /** Networks that somebody is on, by id. */
    Set<String> used() {
        return attached.values().stream()
                .flatMap(one -> one.endpoints().stream())
                .map(Endpoint::network)
                .collect(Collectors.toSet());
    }

    /** The outer ends of links that are known. */
    Set<String> hostLinks() {
        return attached.values().stream()
                .flatMap(one -> one.endpoints().stream())
                .map(Endpoint::hostLink)
                .collect(Collectors.toSet());
    }

    /** Those of one network. */
    Set<String> hostLinks(String network) {
        return attached.values().stream()
                .flatMap(one -> one.endpoint(network).stream())
                .map(Endpoint::hostLink)
                .collect(Collectors.toSet());
    }
}
