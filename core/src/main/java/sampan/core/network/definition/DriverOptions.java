package sampan.core.network.definition;

import java.util.Map;
import sampan.core.error.EngineException;

/** The options of a bridge network that have a meaning, by Docker's names; the others are kept and shown. */
public record DriverOptions(Map<String, String> all) {
    static final String BRIDGE_NAME = "com.docker.network.bridge.name";
    static final String ICC = "com.docker.network.bridge.enable_icc";
    static final String MASQUERADE = "com.docker.network.bridge.enable_ip_masquerade";
    static final String HOST_BINDING = "com.docker.network.bridge.host_binding_ipv4";
    static final String MTU = "com.docker.network.driver.mtu";
    static final String HOST_ACCESS = "sampan.network.host_access";
    static final String PARENT = "parent";

    private static final int LEAST_MTU = 68;
    private static final int MOST_MTU = 65535;
    private static final int LONGEST_LINK_NAME = 15;

    /** InvalidArgument for values that are none. */
    void check() {
        mtu();
        icc();
        masquerade();
        hostAccess();
        String name = bridgeName();
        if (!name.isEmpty() && !name.matches("[A-Za-z0-9_.-]{1," + LONGEST_LINK_NAME + "}")) {
            throw new EngineException.InvalidArgument("invalid value for " + BRIDGE_NAME + ": \"" + name + "\"");
        }
    }

    /** Of the bridge on the host; empty: the engine's choice. */
    public String bridgeName() {
        return text(BRIDGE_NAME);
    }

    /** Whether containers of the network reach each other. */
    public boolean icc() {
        return flag(ICC, true);
    }

    /** Whether what leaves carries the host's address. */
    public boolean masquerade() {
        return flag(MASQUERADE, true);
    }

    /** Whether containers reach the host's own services. */
    public boolean hostAccess() {
        return flag(HOST_ACCESS, false);
    }

    /** The host's address that ports are published on when none is named; empty: all. */
    public String hostBinding() {
        return text(HOST_BINDING);
    }

    /** In bytes; 0: the kernel's choice. */
    public int mtu() {
        String value = text(MTU);
        if (value.isEmpty()) {
            return 0;
        }
        int mtu = value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : -1;
        if (mtu != 0 && (mtu < LEAST_MTU || mtu > MOST_MTU)) {
            throw new EngineException.InvalidArgument("invalid value for " + MTU + ": \"" + value + "\"");
        }
        return mtu;
    }

    /** The host's link that a macvlan or ipvlan network is on. */
    String parent() {
        return text(PARENT);
    }

    String text(String key) {
        return all.getOrDefault(key, "");
    }

    private boolean flag(String key, boolean otherwise) {
        return switch (text(key)) {
            case "" -> otherwise;
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default ->
                throw new EngineException.InvalidArgument("invalid value for " + key + ": \"" + text(key) + "\"");
        };
    }
}
