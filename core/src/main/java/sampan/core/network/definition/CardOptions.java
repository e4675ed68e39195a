package sampan.core.network.definition;

import java.util.Map;
import sampan.core.error.EngineException;
import sampan.kernel.netlink.LinkKind.IpvlanMode;
import sampan.kernel.netlink.LinkKind.MacvlanMode;

/** The options of macvlan and ipvlan networks, by Docker's names. */
public record CardOptions(Map<String, String> all) {
    private static final String PARENT = "parent";
    private static final String MACVLAN_MODE = "macvlan_mode";
    private static final String IPVLAN_MODE = "ipvlan_mode";

    /** The host's link that the network is on; empty: one that leads nowhere. */
    public String parent() {
        return all.getOrDefault(PARENT, "");
    }

    public MacvlanMode macvlan() {
        String mode = all.getOrDefault(MACVLAN_MODE, "");
        return switch (mode) {
            case "", "bridge" -> MacvlanMode.BRIDGE;
            case "private" -> MacvlanMode.PRIVATE;
            case "vepa" -> MacvlanMode.VEPA;
            case "passthru" -> MacvlanMode.PASSTHRU;
            default ->
                throw new EngineException.InvalidArgument("requested macvlan mode '" + mode
                        + "' is not valid, 'bridge' mode is the macvlan driver default");
        };
    }

    public IpvlanMode ipvlan() {
        String mode = all.getOrDefault(IPVLAN_MODE, "");
        return switch (mode) {
            case "", "l2" -> IpvlanMode.L2;
            case "l3" -> IpvlanMode.L3;
            case "l3s" -> IpvlanMode.L3S;
            default ->
                throw new EngineException.InvalidArgument(
                        "requested ipvlan mode '" + mode + "' is not valid, 'l2' mode is the ipvlan driver default");
        };
    }
}
