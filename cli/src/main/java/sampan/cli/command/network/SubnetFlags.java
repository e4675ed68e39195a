package sampan.cli.command.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.cli.flag.InvalidValue;
import sampan.core.network.address.SubnetText;
import sampan.core.network.definition.IpamPool;

/** The flags of {@code network create} that say which addresses there are: each range, gateway and other address belongs to the subnet that holds it. Pure. */
final class SubnetFlags {
    private SubnetFlags() {}

    /**
     * A pool for each subnet; refuses in the words of Docker's client.
     *
     * @param others addresses that no container gets, by what they are called
     */
    static List<IpamPool> pools(
            List<String> subnets, List<String> ranges, List<String> gateways, Map<String, String> others)
            throws InvalidValue {
        if (subnets.size() < Math.max(ranges.size(), gateways.size())) {
            throw new InvalidValue("every ip-range or gateway must have a corresponding subnet");
        }
        for (String subnet : subnets) {
            if (!SubnetText.isSubnet(subnet)) {
                throw new InvalidValue("invalid subnet: invalid CIDR address: " + subnet);
            }
        }
        checkOverlaps(subnets);
        checkHeld("range", ranges, subnets);
        checkHeld("gateway", gateways, subnets);
        checkHeld("aux-address", others.values(), subnets);
        List<IpamPool> pools = new ArrayList<>();
        for (String subnet : subnets) {
            Map<String, String> own = new LinkedHashMap<>(others);
            own.values().removeIf(address -> !SubnetText.holds(subnet, address));
            pools.add(new IpamPool(
                    subnet, only("ranges", "on", ranges, subnet), only("gateways", "for", gateways, subnet), own));
        }
        return pools;
    }

    private static void checkOverlaps(List<String> subnets) throws InvalidValue {
        for (int i = 0; i < subnets.size(); i++) {
            for (String other : subnets.subList(i + 1, subnets.size())) {
                if (SubnetText.overlap(subnets.get(i), other)) {
                    throw new InvalidValue("multiple overlapping subnet configuration is not supported");
                }
            }
        }
    }

    private static void checkHeld(String what, Iterable<String> texts, List<String> subnets) throws InvalidValue {
        for (String text : texts) {
            if (subnets.stream().noneMatch(subnet -> SubnetText.holds(subnet, text))) {
                throw new InvalidValue("no matching subnet for " + what + " " + text);
            }
        }
    }

    private static String only(String what, String on, List<String> candidates, String subnet) throws InvalidValue {
        List<String> own = candidates.stream()
                .filter(candidate -> SubnetText.holds(subnet, candidate))
                .toList();
        if (own.size() > 1) {
            throw new InvalidValue("cannot configure multiple " + what + " (" + own.get(1) + ", " + own.getFirst()
                    + ") " + on + " the same subnet (" + subnet + ")");
        }
        return own.isEmpty() ? "" : own.getFirst();
    }
}
