package sampan.core.network.endpoint;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What a running container has of one network; kept in its run-time folder.
 *
 * @param id 64 hexadecimal digits
 * @param network the network's id
 * @param name the network's name
 * @param hostLink name of the link's end outside; empty: it has none
 * @param link name of the link in the container: {@code eth0}
 * @param defaultRoute whether what no other network is for leaves here
 */
public record Endpoint(
        String id,
        String network,
        String name,
        String hostLink,
        String link,
        String macAddress,
        Place v4,
        Place v6,
        boolean defaultRoute) {
    /**
     * An address in its subnet; all empty where there is none.
     *
     * @param length of the subnet's prefix, in bits
     */
    public record Place(String address, int length, String gateway) {
        public static final Place NOWHERE = new Place("", 0, "");

        @JsonIgnore
        public boolean isSomewhere() {
            return !address.isEmpty();
        }

        @Override
        public String toString() {
            return address + "/" + length;
        }
    }

    /** Where it turned out to be. */
    public Endpoint at(String mac, Place nowV4, Place nowV6) {
        return new Endpoint(id, network, name, hostLink, link, mac, nowV4, nowV6, defaultRoute);
    }

    public Endpoint asDefaultRoute(boolean value) {
        return new Endpoint(id, network, name, hostLink, link, macAddress, v4, v6, value);
    }
}
