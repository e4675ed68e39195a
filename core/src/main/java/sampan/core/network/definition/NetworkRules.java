package sampan.core.network.definition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sampan.core.error.EngineException;
import sampan.core.network.address.Subnet;
import sampan.core.network.address.SubnetChoice;
import sampan.core.network.address.SubnetText;

/** Makes a network of what was asked for: checks it and chooses what was left open. Pure. */
public final class NetworkRules {
    private static final Set<String> PREDEFINED = Set.of("bridge", "default", "host", "none");
    private static final int FIRST_HOST = 1;

    private NetworkRules() {}

    /**
     * Subnets that are not to be had.
     *
     * @param others of other networks
     * @param host of the host's routes and addresses
     * @param pools that others are chosen from; empty: the usual ones
     */
    public record Used(Collection<Subnet> others, Collection<Subnet> host, List<SubnetChoice.Pool> pools) {}

    private static void checkName(String name) {
        if (name.isBlank()) {
            throw new EngineException.InvalidArgument("network name cannot be empty");
        }
        if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*") || name.length() > 255) {
            throw new EngineException.InvalidArgument(
                    "invalid network name: " + name + ": only [a-zA-Z0-9][a-zA-Z0-9_.-]* are allowed");
        }
    }

    public static void check(NetworkRequest request) {
        checkName(request.name());
        if (PREDEFINED.contains(request.name())) {
            throw new EngineException.Forbidden(
                    "operation is not permitted on predefined " + request.name() + " network ");
        }
        if (request.configOnly()) {
            checkConfiguration(request);
        } else {
            checkNetwork(request);
        }
    }

    /** What others have of it is theirs alone to say. */
    private static void checkConfiguration(NetworkRequest request) {
        boolean scoped = request.scope() != null && !request.scope().isEmpty();
        if (request.internal() || request.attachable() || scoped) {
            throw new EngineException.Forbidden("configuration network can only contain network specific fields."
                    + " Network operator fields like [ ingress | internal | attachable | scope ] are not supported.");
        }
        if (!request.configFrom().isNone()) {
            throw new EngineException.Forbidden(
                    "a configuration network cannot depend on another configuration network");
        }
    }

    /** One that has its configuration from another says nothing of it itself. */
    public static void checkReference(NetworkRequest request) {
        Ipam ipam = request.ipam();
        if (!ipam.driver().equals(Ipam.DEFAULT_DRIVER)
                || !ipam.config().isEmpty()
                || (ipam.options() != null && !ipam.options().isEmpty())
                || !hasV4(request)
                || hasV6(request)
                || !request.labels().isEmpty()) {
            throw new EngineException.Forbidden("user specified configurations are not supported if the network"
                    + " depends on a configuration network");
        }
        if (!request.options().isEmpty()) {
            throw new EngineException.Forbidden(
                    "network driver options are not supported if the network depends on a configuration network");
        }
    }

    private static void checkNetwork(NetworkRequest request) {
        switch (request.driver()) {
            case "host", "null" ->
                throw new EngineException.Forbidden(
                        "only one instance of \"" + request.driver() + "\" network is allowed");
            case "bridge" -> refuseSeveralSubnets(request);
            case "cni" -> refuseSubnets(request);
            case "macvlan" -> new CardOptions(request.options()).macvlan();
            case "ipvlan" -> new CardOptions(request.options()).ipvlan();
            default ->
                throw new EngineException.NotFound(
                        "could not find plugin " + request.driver()
                                + " in v1 plugin registry: plugin not found; Sampan has the drivers bridge, cni, host, ipvlan, macvlan and null");
        }
        if (request.scope() != null && !List.of("", "local").contains(request.scope())) {
            throw new EngineException.Forbidden("This node is not a swarm manager: networks are local");
        }
        if (!request.ipam().driver().equals(Ipam.DEFAULT_DRIVER)) {
            throw new EngineException.NotFound("ipam plugin \"" + request.ipam().driver() + "\" not found");
        }
        new DriverOptions(request.options()).check();
    }

    /** One of each family, as a bridge has one address of each. */
    private static void refuseSeveralSubnets(NetworkRequest request) {
        long v6 = request.ipam().config().stream()
                .filter(pool -> SubnetText.isV6(pool.subnet()))
                .count();
        if (v6 > 1 || request.ipam().config().size() - v6 > 1) {
            throw new EngineException.Forbidden("bridge driver doesn't support multiple subnets");
        }
    }

    private static void refuseSubnets(NetworkRequest request) {
        if (!request.ipam().config().isEmpty()) {
            throw new EngineException.InvalidArgument(
                    "invalid network config:\nthe addresses of a CNI network are its plugins'");
        }
    }

    /** The subnets of a network, complete; those of what is only a configuration, as they were asked for. */
    public static Ipam ipam(NetworkRequest request, String id, Used used) {
        if (request.driver().equals(Driver.CNI.word())) {
            return request.ipam();
        }
        if (request.configOnly()) {
            Used nothing = new Used(List.of(), List.of(), List.of());
            request.ipam().config().forEach(pool -> complete(pool, nothing));
            return request.ipam();
        }
        List<IpamPool> pools = new ArrayList<>();
        request.ipam().config().forEach(pool -> pools.add(complete(pool, used)));
        boolean v4 =
                pools.stream().anyMatch(pool -> !Subnet.parse(pool.subnet()).isV6());
        boolean v6 = pools.stream().anyMatch(pool -> Subnet.parse(pool.subnet()).isV6());
        if (!v4 && hasV4(request)) {
            Collection<Subnet> all = new ArrayList<>(used.others());
            all.addAll(used.host());
            Subnet chosen = SubnetChoice.v4(all, used.pools())
                    .orElseThrow(() -> new EngineException.SystemError(
                            "all predefined address pools have been fully subnetted", null));
            pools.addFirst(new IpamPool(chosen.toString(), "", Subnet.text(chosen.at(FIRST_HOST)), Map.of()));
        }
        if (!v6 && hasV6(request)) {
            Subnet chosen = SubnetChoice.v6(id);
            pools.add(new IpamPool(chosen.toString(), "", Subnet.text(chosen.at(FIRST_HOST)), Map.of()));
        }
        return new Ipam(request.ipam().driver(), request.ipam().options(), pools);
    }

    public static boolean hasV4(NetworkRequest request) {
        return !Boolean.FALSE.equals(request.enableIPv4());
    }

    public static boolean hasV6(NetworkRequest request) {
        return Boolean.TRUE.equals(request.enableIPv6());
    }

    private static IpamPool complete(IpamPool asked, Used used) {
        if (asked.subnet().isEmpty()) {
            throw new EngineException.InvalidArgument(
                    "invalid network config:\nno matching subnet for gateway or range");
        }
        Subnet subnet = subnet(asked.subnet(), "subnet");
        if (used.others().stream().anyMatch(subnet::overlaps)) {
            throw new EngineException.Forbidden(
                    "invalid pool request: Pool overlaps with other one on this address space");
        }
        String gateway = asked.gateway().isEmpty()
                ? Subnet.text(subnet.at(FIRST_HOST))
                : inside(asked.gateway(), "gateway", subnet);
        Map<String, String> auxiliary = new LinkedHashMap<>();
        asked.auxiliaryAddresses()
                .forEach((name, address) -> auxiliary.put(name, inside(address, "auxiliary", subnet)));
        String range = asked.ipRange();
        if (!range.isEmpty() && !subnet.contains(subnet(range, "ip-range"))) {
            throw new EngineException.InvalidArgument(
                    "invalid network config:\ninvalid ip-range " + range + ": it is not within subnet " + subnet);
        }
        return new IpamPool(subnet.toString(), range, gateway, auxiliary);
    }

    private static Subnet subnet(String text, String what) {
        try {
            return Subnet.parse(text);
        } catch (IllegalArgumentException e) {
            throw new EngineException.InvalidArgument(
                    "invalid network config:\ninvalid " + what + " " + text + ": invalid CIDR block notation");
        }
    }

    private static String inside(String text, String what, Subnet subnet) {
        return Subnet.address(text)
                .filter(subnet::contains)
                .map(Subnet::text)
                .orElseThrow(() -> new EngineException.InvalidArgument("invalid network config:\ninvalid " + what
                        + " address " + text + ": parent subnet is " + subnet));
    }
}
