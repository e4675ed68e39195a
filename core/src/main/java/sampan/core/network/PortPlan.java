package sampan.core.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import sampan.core.config.PortBinding;
import sampan.core.error.EngineException;
import sampan.core.network.address.Subnet;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.port.PortRequest;

/** What is to be published of a container, port by port. Pure. */
final class PortPlan {
    private static final String ANY_V4 = "0.0.0.0";
    private static final String ANY_V6 = "::";
    private static final int LARGEST = 65535;

    private PortPlan() {}

    /**
     * The ports of a container.
     *
     * @param endpoint the one that the default route leaves by
     * @param byDefault the host's address where none is named; empty: all
     */
    static List<PortRequest> of(Wish wish, Endpoint endpoint, String byDefault) {
        Map<String, List<PortBinding>> all = new LinkedHashMap<>(wish.published());
        if (wish.publishAll()) {
            new TreeSet<>(wish.exposed()).forEach(port -> all.putIfAbsent(port, List.of()));
        }
        List<PortRequest> requests = new ArrayList<>();
        all.forEach((port, bindings) -> {
            List<PortBinding> given = bindings.isEmpty() ? List.of(new PortBinding("", "")) : bindings;
            given.forEach(binding -> requests.addAll(requests(port, binding, endpoint, byDefault)));
        });
        return requests;
    }

    private static List<PortRequest> requests(String port, PortBinding binding, Endpoint endpoint, String byDefault) {
        String address = binding.hostIp().isEmpty() ? byDefault : binding.hostIp();
        List<PortRequest> requests = new ArrayList<>();
        if (address.isEmpty() || address.indexOf(':') < 0) {
            requests.addAll(request(port, binding, address.isEmpty() ? ANY_V4 : address, endpoint.v4()));
        }
        if (address.isEmpty() || address.indexOf(':') >= 0) {
            requests.addAll(request(port, binding, address.isEmpty() ? ANY_V6 : address, endpoint.v6()));
        }
        return requests;
    }

    private static List<PortRequest> request(String port, PortBinding binding, String hostIp, Endpoint.Place place) {
        if (!place.isSomewhere()) {
            return List.of();
        }
        String shown = Subnet.address(hostIp)
                .map(Subnet::text)
                .orElseThrow(() -> new EngineException.InvalidArgument("invalid IP address: " + hostIp));
        int slash = port.indexOf('/');
        String protocol = slash < 0 ? "tcp" : port.substring(slash + 1);
        int number = number(slash < 0 ? port : port.substring(0, slash));
        String range = binding.hostPort();
        int dash = range.indexOf('-');
        int first = range.isEmpty() ? 0 : number(dash < 0 ? range : range.substring(0, dash));
        int last = dash < 0 ? first : number(range.substring(dash + 1));
        return List.of(new PortRequest(protocol, shown, first, Math.max(first, last), place.address(), number));
    }

    private static int number(String text) {
        int number = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
        if (number < 0 || number > LARGEST) {
            throw new EngineException.InvalidArgument("invalid port specification: \"" + text + "\"");
        }
        return number;
    }
}
