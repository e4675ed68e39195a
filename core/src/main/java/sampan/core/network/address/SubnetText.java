package sampan.core.network.address;

/** Questions about subnets and addresses that are still text. */
public final class SubnetText {
    private SubnetText() {}

    /** {@code 172.28.0.0/24}. */
    public static boolean isSubnet(String text) {
        try {
            Subnet.parse(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** Of a subnet or an address. */
    public static boolean isV6(String text) {
        return text.indexOf(':') >= 0;
    }

    /** Whether two subnets have addresses in common. */
    public static boolean overlap(String one, String other) {
        return Subnet.parse(one).overlaps(Subnet.parse(other));
    }

    /** An address written in full. */
    public static boolean isAddress(String text) {
        return Subnet.address(text).isPresent();
    }

    /**
     * Whether an address, or a part, is in a subnet.
     *
     * @param text {@code 172.28.0.1}, or {@code 172.28.0.64/26}
     */
    public static boolean holds(String subnet, String text) {
        if (isSubnet(text)) {
            return Subnet.parse(subnet).contains(Subnet.parse(text));
        }
        return Subnet.address(text).filter(Subnet.parse(subnet)::contains).isPresent();
    }
}
