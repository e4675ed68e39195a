package sampan.core.network.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.core.network.Networks;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.port.BoundPort;

/** Tells, interface by interface and rule by rule, how packets reach a container and how those it sends get out. */
public final class NetworkPath {
    private static final String SOMEWHERE = "192.0.2.1"; // an example's address (RFC 5737)
    private static final String SOMEWHERE_V6 = "2001:db8::1"; // the same (RFC 3849)

    private final Networks networks;
    private final Subject subject;
    private final Plumbing plumbing;
    private final Story story = new Story();

    private NetworkPath(Networks networks, Subject subject, Plumbing plumbing) {
        this.networks = networks;
        this.subject = subject;
        this.plumbing = plumbing;
    }

    /** A connection to one port of the container, and who can make it. */
    public static String in(Networks networks, Subject subject, String protocol, int port) throws IOException {
        NetworkPath path = of(networks, subject);
        path.toPort(protocol, port);
        return path.story.text();
    }

    /** A connection that the container makes, and which of its ports lead in. */
    public static String out(Networks networks, Subject subject) throws IOException {
        NetworkPath path = of(networks, subject);
        path.outside();
        return path.story.text();
    }

    private static NetworkPath of(Networks networks, Subject subject) throws IOException {
        return new NetworkPath(networks, subject, Plumbing.read(networks.kernel(), subject.pid()));
    }

    /** The one whose network has the way out, or the only one. */
    private Endpoint main() {
        List<Endpoint> all = subject.attachment().endpoints();
        return all.stream()
                .filter(Endpoint::defaultRoute)
                .findFirst()
                .or(() -> all.stream().findFirst())
                .orElseThrow(() -> new EngineException.Conflict(
                        "container " + subject.name() + " is on no network of Sampan's: there is nothing to explain"));
    }

    private Endpoint endpoint(BoundPort bound) {
        return subject.attachment().endpoints().stream()
                .filter(one -> one.v4().address().equals(bound.address())
                        || one.v6().address().equals(bound.address()))
                .findFirst()
                .orElseGet(this::main);
    }

    private Network network(Endpoint endpoint) {
        return networks.find(endpoint.network());
    }

    private String bridge(Endpoint endpoint) {
        return networks.kernel().bridge(network(endpoint));
    }

    private void toPort(String protocol, int port) {
        List<BoundPort> published = subject.attachment().ports().stream()
                .filter(one -> one.port() == port && one.protocol().equals(protocol))
                .toList();
        Endpoint endpoint = published.isEmpty() ? main() : endpoint(published.getFirst());
        story.title(subject.name() + ", port " + port + "/" + protocol
                + (published.isEmpty() ? ", which is not published" : ""));
        String address = published.isEmpty()
                ? anyAddress(endpoint)
                : published.getFirst().address();
        Packet first = published.isEmpty() ? unpublished(address, protocol, port) : toHost(published.getFirst());
        if (wayIn(first, endpoint)) {
            arrival(endpoint, protocol, port);
            boolean home = first.in().isEmpty();
            wayBack(new Packet(
                    bridge(endpoint),
                    "",
                    address,
                    home ? gateway(endpoint) : outsider(address),
                    protocol,
                    0,
                    true,
                    true,
                    home));
        }
        story.section("Who reaches it");
        new Reach(networks, plumbing, subject, endpoint)
                .of(published, protocol, port)
                .forEach(story::line);
    }

    private static String anyAddress(Endpoint endpoint) {
        return endpoint.v4().isSomewhere()
                ? endpoint.v4().address()
                : endpoint.v6().address();
    }

    private static String gateway(Endpoint endpoint) {
        return endpoint.v4().isSomewhere()
                ? endpoint.v4().gateway()
                : endpoint.v6().gateway();
    }

    private static String outsider(String like) {
        return like.indexOf(':') < 0 ? SOMEWHERE : SOMEWHERE_V6;
    }

    private Packet toHost(BoundPort bound) {
        boolean any = bound.hostIp().equals("0.0.0.0") || bound.hostIp().equals("::");
        String host = any ? plumbing.outerAddress(bound.hostIp().equals("::")) : bound.hostIp();
        boolean loopback = host.startsWith("127.");
        story.section(
                loopback
                        ? "In: a program of this host connects to " + Walk.place(host, bound.hostPort())
                        : "In: somebody outside connects to this host, " + Walk.place(host, bound.hostPort()));
        return new Packet(
                loopback ? "" : plumbing.outerLink(),
                "",
                loopback ? host : "",
                host,
                bound.protocol(),
                bound.hostPort(),
                false,
                false,
                true);
    }

    private Packet unpublished(String address, String protocol, int port) {
        story.section(
                "In: somebody outside, who has a route to it by this host, connects to " + Walk.place(address, port));
        return new Packet(plumbing.outerLink(), "", "", address, protocol, port, false, false, false);
    }

    /** @return whether it arrives */
    private boolean wayIn(Packet first, Endpoint endpoint) {
        story.step(first.in().isEmpty() ? "it begins on this host" : plumbing.link(first.in()));
        Optional<Packet> met = ask(first.in().isEmpty() ? "output" : "prerouting", first);
        if (met.isEmpty()) {
            return false;
        }
        String bridge = bridge(endpoint);
        Packet routed = met.get().leavingBy(bridge);
        story.step("route: " + plumbing.routeTo(routed.destination()));
        Optional<Packet> forwarded = first.in().isEmpty() ? Optional.of(routed) : ask("forward", routed);
        if (forwarded.isEmpty() || ask("postrouting", forwarded.get()).isEmpty()) {
            return false;
        }
        story.step(plumbing.link(bridge));
        story.step(plumbing.link(endpoint.hostLink()));
        story.step(plumbing.inner(endpoint.link()));
        return true;
    }

    private Optional<Packet> ask(String hook, Packet packet) {
        Walk.End end = Walk.at(plumbing.table(), hook, packet);
        end.lines().forEach(story::rule);
        plumbing.others(hook).forEach(story::rule);
        if (!end.passes()) {
            story.step("it ends here: nobody gets an answer this way");
            return Optional.empty();
        }
        return Optional.of(end.packet());
    }

    private void arrival(Endpoint endpoint, String protocol, int port) {
        List<Listeners.Listener> listeners = Listeners.on(subject.pid(), subject.pids(), protocol, port);
        if (listeners.isEmpty()) {
            story.step("nobody in the container listens on " + port + "/" + protocol
                    + ": who connects is refused by the container itself");
        }
        for (Listeners.Listener listener : listeners) {
            story.step("listens on " + listener
                    + (listener.isLoopbackOnly()
                            ? ": only the container itself reaches that; let it listen on 0.0.0.0 or on "
                                    + anyAddress(endpoint)
                            : ""));
        }
    }

    private void wayBack(Packet answer) {
        story.section("Back: what the process answers");
        story.step("route in the container: " + plumbing.innerDefault());
        story.step("the other end of its link, a port of " + plumbing.link(answer.in()));
        if (ask("prerouting", answer).isEmpty()) {
            return;
        }
        story.step("the connection is known: the source is the published address again");
        if (answer.local()) {
            ask("input", answer);
            return;
        }
        Packet routed = answer.leavingBy(plumbing.outerLink());
        if (ask("forward", routed).isPresent()) {
            story.step(plumbing.link(plumbing.outerLink()));
        }
    }

    private void outside() {
        Endpoint endpoint = main();
        story.title(subject.name() + ", what it sends");
        String address = anyAddress(endpoint);
        Packet first = new Packet(bridge(endpoint), "", address, outsider(address), "tcp", 443, false, false, false);
        story.section(
                "Out: the container connects to " + Walk.place(first.destination(), first.port()) + ", for example");
        story.step(plumbing.inner(endpoint.link()));
        story.step("route in the container: " + plumbing.innerDefault());
        story.step(plumbing.link(endpoint.hostLink()));
        story.step(plumbing.link(first.in()));
        Optional<Packet> met = endpoint.defaultRoute() ? ask("prerouting", first) : Optional.empty();
        if (met.isPresent()) {
            story.step("route: " + plumbing.routeTo(first.destination()));
            Packet routed = met.get().leavingBy(plumbing.outerLink());
            if (ask("forward", routed).isPresent() && ask("postrouting", routed).isPresent()) {
                story.step(plumbing.link(plumbing.outerLink()));
            }
        } else if (!endpoint.defaultRoute()) {
            story.step("no network of it leads anywhere else: it ends here");
        }
        story.section("What leads in");
        List<String> ports = new ArrayList<>();
        subject.attachment()
                .ports()
                .forEach(port -> ports.add(Walk.place(port.hostIp(), port.hostPort()) + " -> " + port.key()
                        + " (sampan network explain " + subject.name() + " " + port.key() + ")"));
        (ports.isEmpty() ? List.of("no port is published: nobody outside gets in") : ports).forEach(story::line);
    }
}
