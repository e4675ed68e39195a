package sampan.kernel.netlink;

import java.util.Optional;

/**
 * A network link as the kernel describes it.
 *
 * @param index its number in its namespace
 * @param kind {@code bridge}, {@code veth} and so on; empty for a card and for lo
 * @param mtu in bytes
 * @param master index of the bridge it is a port of; 0: of none
 * @param peer index of a veth's other end, in that end's namespace; 0: it has none
 */
public record Link(
        int index,
        String name,
        String kind,
        boolean up,
        int mtu,
        int master,
        int peer,
        Optional<HardwareAddress> address) {}
