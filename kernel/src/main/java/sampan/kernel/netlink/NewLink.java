package sampan.kernel.netlink;

import java.util.Optional;
import sampan.kernel.Fd;

/**
 * A link to be made, with everything that is settled at its birth: one request instead of five.
 *
 * @param address empty: the kernel makes one up
 * @param mtu in bytes; 0: the kind's own
 * @param master index of the bridge it is to be a port of; 0: of none
 * @param up whether it is up at once; a veth's other end is down in any case: it can be up when both ends are there only
 * @param namespace where it is from its first moment on; empty: where the socket is
 */
public record NewLink(
        String name,
        LinkKind kind,
        Optional<HardwareAddress> address,
        int mtu,
        int master,
        boolean up,
        Optional<Fd> namespace) {
    /** Down, alone, and with no address of the Internet's. */
    public static NewLink of(String name, LinkKind kind) {
        return new NewLink(name, kind, Optional.empty(), 0, 0, false, Optional.empty());
    }

    public NewLink address(HardwareAddress own) {
        return new NewLink(name, kind, Optional.of(own), mtu, master, up, namespace);
    }

    public NewLink mtu(int bytes) {
        return new NewLink(name, kind, address, bytes, master, up, namespace);
    }

    public NewLink portOf(int bridge) {
        return new NewLink(name, kind, address, mtu, bridge, up, namespace);
    }

    /** Its parent stays where the socket is. */
    public NewLink in(Fd elsewhere) {
        return new NewLink(name, kind, address, mtu, master, up, Optional.of(elsewhere));
    }

    public NewLink upAtOnce() {
        return new NewLink(name, kind, address, mtu, master, true, namespace);
    }
}
