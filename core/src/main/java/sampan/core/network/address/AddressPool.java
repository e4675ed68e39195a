package sampan.core.network.address;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses of one subnet and who has them. The next one given is the one after the last, so that an address that was just freed rests a while. Not for
 * several threads at once.
 */
public final class AddressPool {
    private static final BigInteger MANY = BigInteger.valueOf(100);

    private final Subnet subnet;
    private final Subnet range;
    private final Set<BigInteger> taken = new HashSet<>();
    private BigInteger next;

    /** @param range the part of it that addresses are given from */
    public AddressPool(Subnet subnet, Subnet range) {
        this.subnet = subnet;
        this.range = range;
        this.next = range.first();
        if (!subnet.isV6() && subnet.length() < subnet.width() - 1) {
            taken.add(subnet.last()); // the broadcast address
        }
        if (subnet.length() < subnet.width() - 1) {
            taken.add(subnet.first());
        }
    }

    public Subnet subnet() {
        return subnet;
    }

    /** False when somebody has it. */
    public boolean take(InetAddress address) {
        return taken.add(Subnet.number(address));
    }

    /** The next free one; empty when there is none. */
    public Optional<InetAddress> takeAny() {
        BigInteger candidate = next;
        // As many steps as there are addresses taken lead to a free one, or there is none.
        int steps = taken.size() + 1;
        for (int i = 0; i < steps; i++) {
            candidate = range.contains(candidate) ? candidate : range.first();
            if (taken.add(candidate)) {
                next = candidate.add(BigInteger.ONE);
                return Optional.of(Subnet.address(candidate, subnet.width()));
            }
            candidate = candidate.add(BigInteger.ONE);
        }
        return Optional.empty();
    }

    /** Whether more than a hundred are free. */
    public boolean hasPlenty() {
        BigInteger free = range.last().subtract(range.first()).subtract(BigInteger.valueOf(taken.size()));
        return free.compareTo(MANY) > 0;
    }

    public void release(InetAddress address) {
        taken.remove(Subnet.number(address));
    }
}
