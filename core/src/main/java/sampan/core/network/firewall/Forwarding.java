package sampan.core.network.firewall;

/**
 * A port of the host that is a container's: an element of a map.
 *
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param hostAddress one of the host's own addresses; empty: all of the family
 * @param address the container's
 */
public record Forwarding(String protocol, String hostAddress, int hostPort, String address, int port) {
    boolean isV6() {
        return address.indexOf(':') >= 0;
    }

    boolean isEverywhere() {
        return hostAddress.isEmpty();
    }

    /** What the map finds it by. */
    String key() {
        return protocol + " . " + (isEverywhere() ? "" : hostAddress + " . ") + hostPort;
    }

    String element() {
        return key() + " : " + address + " . " + port;
    }

    /** The map that it is an element of. */
    String map() {
        return (isEverywhere() ? "anywhere" : "somewhere") + (isV6() ? "6" : "4");
    }
}
