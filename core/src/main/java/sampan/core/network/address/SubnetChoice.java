package sampan.core.network.address;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Chooses subnets for networks that name none. They are small, and taken from where neither a route of this host nor another network is, so that a network never
 * hides a part of an office or of a VPN that is there already. The addresses that Docker takes first are taken last: dockerd may start later.
 */
public final class SubnetChoice {
    private static final int V4_LENGTH = 24;
    private static final int V6_LENGTH = 64;
    private static final List<Subnet> V4 = Stream.of(
                    "172.30.0.0/16",
                    "172.31.0.0/16",
                    "172.28.0.0/15",
                    "172.24.0.0/14",
                    "192.168.128.0/17",
                    "172.18.0.0/15",
                    "172.20.0.0/14")
            .map(Subnet::parse)
            .toList();

    private SubnetChoice() {}

    /** A block of addresses that is given out in subnets of one length. */
    public record Pool(Subnet base, int length) {
        public Pool {
            if (length < base.length() || length > base.width()) {
                throw new IllegalArgumentException(
                        "the size " + length + " of subnets does not fit into the pool " + base);
            }
        }
    }

    /** The same from these pools; from the usual ones when there are none. */
    public static Optional<Subnet> v4(Collection<Subnet> used, List<Pool> pools) {
        return pools.isEmpty()
                ? v4(used)
                : pools.stream()
                        .filter(pool -> !pool.base().isV6())
                        .flatMap(pool -> first(used, pool.base(), pool.length()).stream())
                        .findFirst();
    }

    /** @param used networks and routes of this host, but the default one; empty when nothing is free */
    public static Optional<Subnet> v4(Collection<Subnet> used) {
        for (Subnet pool : V4) {
            Optional<Subnet> chosen = first(used, pool, V4_LENGTH);
            if (chosen.isPresent()) {
                return chosen;
            }
        }
        return Optional.empty();
    }

    private static Optional<Subnet> first(Collection<Subnet> used, Subnet pool, int length) {
        BigInteger step = BigInteger.ONE.shiftLeft(pool.width() - length);
        for (BigInteger at = pool.first(); at.compareTo(pool.last()) <= 0; at = at.add(step)) {
            Subnet candidate = new Subnet(at, length, pool.width());
            if (used.stream().noneMatch(candidate::overlaps)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** A unique local one (RFC 4193), random by its network's id. */
    public static Subnet v6(String networkId) {
        SplittableRandom random = new SplittableRandom(Long.parseUnsignedLong(networkId.substring(0, 15), 16));
        List<String> groups = new ArrayList<>();
        groups.add("fd" + String.format("%02x", random.nextInt(1 << Byte.SIZE)));
        for (int i = 0; i < 3; i++) {
            groups.add(Integer.toHexString(random.nextInt(1 << Short.SIZE)));
        }
        return Subnet.parse(String.join(":", groups) + "::/" + V6_LENGTH);
    }
}
