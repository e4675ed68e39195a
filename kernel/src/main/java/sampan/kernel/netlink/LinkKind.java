package sampan.kernel.netlink;

import sampan.kernel.Fd;

/** What a new link is to be; each kind writes its own part of the request. (IFLA_LINKINFO of rtnetlink(7), ip-link(8)) */
public sealed interface LinkKind {
    /** The kernel's name of the kind. */
    String word();

    /** Joins its ports as a switch does. */
    record Bridge() implements LinkKind {
        @Override
        public String word() {
            return "bridge";
        }
    }

    /**
     * One end of a pair; what goes in at one comes out at the other.
     *
     * @param peer name of the other end
     * @param mtu of the other end, in bytes; 0: the kernel's choice
     * @param namespace where the other end is to be from its first moment on
     */
    record Veth(String peer, HardwareAddress peerAddress, int mtu, Fd namespace) implements LinkKind {
        @Override
        public String word() {
            return "veth";
        }
    }

    /**
     * A card of its own name on another card.
     *
     * @param parent index of that card
     */
    record Macvlan(int parent, MacvlanMode mode) implements LinkKind {
        @Override
        public String word() {
            return "macvlan";
        }
    }

    /**
     * Addresses of their own on another card, which keeps its hardware address.
     *
     * @param parent index of that card
     */
    record Ipvlan(int parent, IpvlanMode mode) implements LinkKind {
        @Override
        public String word() {
            return "ipvlan";
        }
    }

    /**
     * What is tagged with a number on another card. (802.1Q)
     *
     * @param parent index of that card
     * @param id 1 to 4094
     */
    record Vlan(int parent, int id) implements LinkKind {
        @Override
        public String word() {
            return "vlan";
        }
    }

    /** A card that leads nowhere. */
    record Dummy() implements LinkKind {
        @Override
        public String word() {
            return "dummy";
        }
    }

    /** IFLA_MACVLAN_MODE: who of those on one card reaches whom. */
    enum MacvlanMode {
        PRIVATE(1),
        VEPA(2),
        BRIDGE(4),
        PASSTHRU(8);

        final int number;

        MacvlanMode(int number) {
            this.number = number;
        }
    }

    /** IFLA_IPVLAN_MODE: whether frames or packets are looked at. */
    enum IpvlanMode {
        L2(0),
        L3(1),
        L3S(2);

        final int number;

        IpvlanMode(int number) {
            this.number = number;
        }
    }
}
