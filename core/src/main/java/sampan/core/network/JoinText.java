package sampan.core.network;

import java.util.ArrayList;
import java.util.List;
import sampan.core.network.bridge.Bridges;
import sampan.core.network.bridge.PlugText;
import sampan.core.network.cni.PluginList;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Attachment;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.endpoint.Endpoints;
import sampan.core.network.firewall.Firewall;
import sampan.core.network.link.NamespacePool;
import sampan.core.network.port.BoundPort;
import sampan.core.network.port.PortRequest;
import sampan.core.network.resolver.Resolvers;
import sampan.runtime.explain.Explanation;
import sampan.runtime.explain.Explanation.Actor;
import sampan.runtime.explain.Explanation.Group;
import sampan.runtime.launch.KeeperCompiler;
import sampan.runtime.program.Purpose;
import sampan.runtime.program.Quoted;

/** What {@link Attachments#join} asks of the kernel, in its order, for people; what only a start chooses stands in angle brackets. Nothing is asked. */
final class JoinText {
    private static final String ANY_PORT = "<port>";

    private final Bridges bridges;
    private final Firewall firewall;

    JoinText(Bridges bridges, Firewall firewall) {
        this.bridges = bridges;
        this.firewall = firewall;
    }

    Explanation.Around of(Wish wish, List<Asked> ordered) {
        List<Endpoint> endpoints = endpoints(ordered);
        boolean v6 = endpoints.stream().anyMatch(endpoint -> endpoint.v6().isSomewhere());
        List<Group> before = new ArrayList<>(Explanation.all(NamespacePool.program(v6), Actor.NAMESPACE));
        ordered.forEach(one -> add(before, bridge(one.network()), bridges.calls(one.network())));
        for (int i = 0; i < ordered.size(); i++) {
            Network network = ordered.get(i).network();
            add(before, link(network), calls(network, endpoints.get(i)));
        }
        if (!wish.limit().isNone()) {
            add(
                    before,
                    new Purpose("how much goes through", "what is sent, at each end of a link", "tc-tbf(8)"),
                    endpoints.stream()
                            .flatMap(endpoint -> PlugText.limits(wish.limit(), endpoint).stream())
                            .toList());
        }
        add(
                before,
                new Purpose("ports, and callers of the host", "elements, and no process; all at once", "nft(8)"),
                published(wish, ordered, endpoints));
        boolean names = ordered.stream().anyMatch(one -> Resolvers.hasNames(one.network()));
        return new Explanation.Around(
                before, names ? Explanation.all(KeeperCompiler.program(), Actor.KEEPER) : List.of());
    }

    private static void add(List<Group> groups, Purpose purpose, List<String> calls) {
        if (!calls.isEmpty()) {
            groups.add(Explanation.byEngine(purpose, calls));
        }
    }

    private static Purpose bridge(Network network) {
        return new Purpose(
                "the bridge of network " + network.name(),
                "made by the first container on it, its rules before it",
                "ip-link(8), nft(8)");
    }

    private static Purpose link(Network network) {
        return new Purpose("a link to network " + network.name(), "before anything runs that has it", "rtnetlink(7)");
    }

    private static List<Endpoint> endpoints(List<Asked> ordered) {
        int way = Holdings.wayOut(ordered);
        List<Endpoint> endpoints = new ArrayList<>();
        for (Asked one : ordered) {
            int number = endpoints.size();
            endpoints.add(
                    Endpoints.likely(one.network(), one.settings(), number).asDefaultRoute(number == way));
        }
        return endpoints;
    }

    private List<String> calls(Network network, Endpoint endpoint) {
        if (!network.hasPlugins()) {
            return PlugText.of(network, endpoint, bridges.linkName(network));
        }
        return PluginList.of(network).plugins().stream()
                .map(plugin -> "execve(" + Quoted.of(plugin.path("type").asString(""))
                        + ") of CNI, CNI_COMMAND=ADD, CNI_IFNAME=" + endpoint.link())
                .toList();
    }

    private List<String> published(Wish wish, List<Asked> ordered, List<Endpoint> endpoints) {
        int way = Holdings.wayOut(ordered);
        List<BoundPort> ports = new ArrayList<>();
        if (way >= 0 && !ordered.get(way).network().hasCards()) {
            String byDefault = ordered.get(way).network().driverOptions().hostBinding();
            for (PortRequest wanted : PortPlan.of(wish, endpoints.get(way), byDefault)) {
                ports.add(wanted.likely());
            }
        }
        Attachment attachment = new Attachment(wish.container(), endpoints, ports, wish.hostCaller());
        return firewall.publishing(attachment.forwardings(), attachment.callers()).stream()
                .map(command -> "sendmsg(nfnetlink, " + command.replaceAll(" \\. 0(?= :)", " . " + ANY_PORT) + ")")
                .toList();
    }
}
