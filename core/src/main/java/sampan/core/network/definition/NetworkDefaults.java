package sampan.core.network.definition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sampan.core.network.address.SubnetChoice;

/**
 * How an engine makes networks that say nothing themselves.
 *
 * @param bridge subnets of the network {@code bridge}; empty: the engine chooses
 * @param ipv6 whether that network has addresses of version 6
 * @param options of that network's driver
 * @param usual options of other networks that do not name them, by driver
 * @param pools where subnets come from; empty: the usual places
 */
public record NetworkDefaults(
        List<IpamPool> bridge,
        boolean ipv6,
        Map<String, String> options,
        Map<String, Map<String, String>> usual,
        List<SubnetChoice.Pool> pools) {
    public static final NetworkDefaults USUAL = new NetworkDefaults(List.of(), false, Map.of(), Map.of(), List.of());

    public NetworkDefaults {
        bridge = List.copyOf(bridge);
        options = Map.copyOf(options);
        usual = Map.copyOf(usual);
        pools = List.copyOf(pools);
    }

    /** With the options that networks of its driver have when they do not name them. */
    public NetworkRequest completed(NetworkRequest asked) {
        Map<String, String> known = usual.getOrDefault(asked.driver(), Map.of());
        if (known.isEmpty()) {
            return asked;
        }
        Map<String, String> all = new HashMap<>(known);
        all.putAll(asked.options());
        return asked.with(all);
    }

    public NetworkRequest request() {
        return new NetworkRequest(
                Network.BRIDGE,
                "",
                null,
                null,
                ipv6,
                Ipam.of(bridge),
                false,
                false,
                options,
                Map.of(),
                false,
                ConfigReference.NONE);
    }

    /** Whether a network that was made before is what these ask for. */
    public boolean fits(Network known) {
        return known.enableIPv6() == ipv6 && known.options().equals(options) && (bridge.isEmpty() || hasAll(known));
    }

    private boolean hasAll(Network known) {
        return bridge.stream()
                .allMatch(wanted -> known.ipam().config().stream()
                        .anyMatch(pool -> pool.subnet().equals(wanted.subnet())
                                && pool.ipRange().equals(wanted.ipRange())
                                && (wanted.gateway().isEmpty() || pool.gateway().equals(wanted.gateway()))));
    }
}
