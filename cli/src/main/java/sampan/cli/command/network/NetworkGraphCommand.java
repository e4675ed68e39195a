package sampan.cli.command.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;
import sampan.core.container.Container;
import sampan.core.network.definition.IpamPool;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.graph.Graph;
import sampan.core.network.graph.GraphPicture;
import sampan.core.network.graph.GraphTree;

/** {@code network graph}: what is on which network. */
public final class NetworkGraphCommand implements Command {
    private static final Flag<Boolean> SVG = Flag.bool("svg", "Write an SVG picture instead of a tree");
    private static final Usage USAGE = Usage.of(
                    "network graph", "", "Show networks, the containers on them and their published ports")
            .flags(SVG)
            .exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException {
        List<Container> containers = call.engine().containers().list().stream()
                .sorted(Comparator.comparing(Container::name))
                .toList();
        Graph graph = new Graph(call.engine().networks().list().stream()
                .map(network -> net(call, network, containers))
                .toList());
        if (call.on(SVG)) {
            call.out().print(GraphPicture.of(graph));
        } else {
            call.show(GraphTree.of(graph));
        }
        return 0;
    }

    private static Graph.Net net(Call call, Network network, List<Container> containers) {
        Map<String, Endpoint> endpoints = call.engine().networks().endpoints(network);
        List<Graph.Member> members = new ArrayList<>();
        for (Container container : containers) {
            Endpoint endpoint = endpoints.get(container.id());
            if (endpoint != null || container.networks().contains(network.name())) {
                members.add(new Graph.Member(
                        container.name(),
                        endpoint == null ? "" : address(endpoint),
                        container.pid().isPresent(),
                        endpoint == null ? List.of() : ports(call, container, endpoint)));
            }
        }
        return new Graph.Net(network.name(), about(call, network), members);
    }

    private static String address(Endpoint endpoint) {
        return Stream.of(endpoint.v4(), endpoint.v6())
                .filter(Endpoint.Place::isSomewhere)
                .map(Endpoint.Place::address)
                .collect(Collectors.joining(" "));
    }

    private static List<String> ports(Call call, Container container, Endpoint endpoint) {
        return call.engine()
                .networks()
                .attachment(container.id())
                .map(all -> all.portsBy(endpoint))
                .orElse(List.of());
    }

    private static String about(Call call, Network network) {
        List<String> parts = new ArrayList<>(List.of(network.driver()));
        network.ipam().config().stream().map(IpamPool::subnet).forEach(parts::add);
        if (network.driver().equals("bridge")) {
            parts.add("link " + call.engine().networks().kernel().bridge(network));
        }
        if (network.internal()) {
            parts.add("internal");
        }
        return String.join(", ", parts);
    }
}
