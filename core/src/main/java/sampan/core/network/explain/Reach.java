package sampan.core.network.explain;

import java.util.ArrayList;
import java.util.List;
import sampan.core.network.Networks;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.port.BoundPort;

/** Who can connect to a port, as the rules that are in the kernel have it. */
final class Reach {
    private final Networks networks;
    private final Plumbing plumbing;
    private final Subject subject;
    private final Endpoint endpoint;

    Reach(Networks networks, Plumbing plumbing, Subject subject, Endpoint endpoint) {
        this.networks = networks;
        this.plumbing = plumbing;
        this.subject = subject;
        this.endpoint = endpoint;
    }

    List<String> of(List<BoundPort> published, String protocol, int port) {
        List<String> lines = new ArrayList<>();
        lines.add("the container itself, on its loopback");
        List<Listeners.Listener> listeners = Listeners.on(subject.pid(), subject.pids(), protocol, port);
        if (!listeners.isEmpty() && listeners.stream().allMatch(Listeners.Listener::isLoopbackOnly)) {
            lines.add("nobody else, as nothing but its loopback is listened on; if that changes:");
        }
        for (Endpoint one : subject.attachment().endpoints()) {
            lines.add(neighbours(one, protocol, port));
        }
        lines.add("programs of this host, at " + Walk.place(address(endpoint), port) + published(published));
        for (Network other : networks.list()) {
            if (subject.attachment().endpoint(other.id()).isEmpty()
                    && other.driver().equals("bridge")) {
                lines.add(stranger(other, published, protocol, port));
            }
        }
        lines.add(outside(published));
        return lines;
    }

    private static String address(Endpoint endpoint) {
        return endpoint.v4().isSomewhere()
                ? endpoint.v4().address()
                : endpoint.v6().address();
    }

    private static String published(List<BoundPort> published) {
        return published.isEmpty() ? "" : " and at " + places(published);
    }

    private static String places(List<BoundPort> published) {
        return String.join(
                " and ",
                published.stream()
                        .map(one -> isAny(one)
                                ? "any IPv" + (one.hostIp().equals("::") ? 6 : 4) + " address of this host, port "
                                        + one.hostPort()
                                : Walk.place(one.hostIp(), one.hostPort()))
                        .toList());
    }

    private static boolean isAny(BoundPort bound) {
        return bound.hostIp().equals("0.0.0.0") || bound.hostIp().equals("::");
    }

    /** Those on one bridge are told apart by its ports; whether that is allowed, the chain forward says. */
    private String neighbours(Endpoint one, String protocol, int port) {
        String bridge = networks.kernel().bridge(networks.find(one.network()));
        Packet packet = new Packet(bridge, bridge, "", address(one), protocol, port, false, false, false);
        boolean passes = Walk.at(plumbing.table(), "forward", packet).passes();
        return "containers of network " + one.name() + (passes ? ", at " + Walk.place(address(one), port) : ": no");
    }

    private String stranger(Network other, List<BoundPort> published, String protocol, int port) {
        String bridge = networks.kernel().bridge(other);
        String own = networks.kernel().bridge(networks.find(endpoint.network()));
        if (plumbing.host().link(bridge).isEmpty()) {
            return "containers of network " + other.name() + ": there are none";
        }
        Packet direct = new Packet(bridge, own, "", address(endpoint), protocol, port, false, false, false);
        boolean at = Walk.at(plumbing.table(), "forward", direct).passes();
        boolean by = !published.isEmpty() && byHost(bridge, published.getFirst());
        if (at || by) {
            return "containers of network " + other.name() + ", at "
                    + (at
                            ? Walk.place(address(endpoint), port)
                            : "an address of this host, port "
                                    + published.getFirst().hostPort());
        }
        return "containers of network " + other.name() + ": no";
    }

    private boolean byHost(String bridge, BoundPort bound) {
        String host = isAny(bound) ? plumbing.outerAddress(bound.hostIp().equals("::")) : bound.hostIp();
        Packet packet = new Packet(bridge, "", "", host, bound.protocol(), bound.hostPort(), false, false, true);
        Walk.End met = Walk.at(plumbing.table(), "prerouting", packet);
        String own = networks.kernel().bridge(networks.find(endpoint.network()));
        return met.passes()
                && met.packet().translated()
                && Walk.at(plumbing.table(), "forward", met.packet().leavingBy(own))
                        .passes();
    }

    private String outside(List<BoundPort> published) {
        List<BoundPort> open = published.stream()
                .filter(one -> !one.hostIp().startsWith("127.") && !one.hostIp().equals("::1"))
                .toList();
        return open.isEmpty()
                ? "everybody else: no"
                : "everybody else who reaches this host, at " + places(open)
                        + ", unless a table that is not Sampan's drops it";
    }
}
