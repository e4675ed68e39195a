package sampan.core.network.link;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import sampan.core.network.address.Subnet;
import sampan.kernel.netlink.Prefix;

/** What {@link BridgeLinks} and {@link CardLinks} ask of the kernel, message by message, for people. Pure: nothing is asked. */
public final class LinkText {
    private LinkText() {}

    /** A message of the engine's own routing socket. */
    public static String outside(String message) {
        return "sendmsg(rtnetlink, " + message + ")";
    }

    /** One of the socket that was opened in the container's namespace. */
    public static String inside(String message) {
        return "sendmsg(rtnetlink of the namespace, " + message + ")";
    }

    static String setting(String name, String value) {
        return "write(\"/proc/sys/" + name + "\", \"" + value + "\")";
    }

    /** A bridge that is not there yet. */
    public static List<String> bridge(String name, List<Prefix> gateways, int mtu) {
        boolean v6 = gateways.stream().anyMatch(BridgeLinks::isV6);
        List<String> calls = new ArrayList<>();
        calls.add(outside("RTM_GETLINK " + name));
        calls.add(outside(
                "RTM_NEWLINK " + name + " type bridge" + bytes(mtu) + " address " + BridgeLinks.addressOf(name)));
        calls.add(setting("net/ipv6/conf/" + name + "/accept_ra", "0"));
        calls.add(setting("net/ipv6/conf/" + name + "/accept_dad", "0"));
        calls.add(setting("net/ipv6/conf/" + name + "/disable_ipv6", v6 ? "0" : "1"));
        calls.add(setting("net/ipv4/conf/" + name + "/route_localnet", "1"));
        calls.add(outside("RTM_GETLINK " + name));
        gateways.forEach(gateway -> calls.add(
                outside("RTM_NEWADDR " + Subnet.text(gateway.address()) + "/" + gateway.length() + " dev " + name)));
        calls.add(outside("RTM_NEWLINK " + name + " up"));
        if (v6) {
            calls.add(outside("RTM_NEWROUTE local ::1/128 dev " + name));
        }
        return calls;
    }

    private static String bytes(int mtu) {
        return mtu == 0 ? "" : " mtu " + mtu;
    }

    /**
     * A pair of links, one end of which is in the namespace.
     *
     * @param hostLink name of the other end, a port of the bridge
     * @param address of the inner one
     */
    public static String pair(String hostLink, String bridge, String link, String address, int mtu) {
        return outside("RTM_NEWLINK " + hostLink + " type veth" + bytes(mtu) + " master " + bridge + " up, its peer "
                + link + " address " + address + bytes(mtu) + " in the namespace");
    }

    /**
     * A card in the namespace on one of the host's.
     *
     * @param address empty: its parent's
     */
    public static String card(String link, String kind, String parent, String address, int mtu) {
        return outside("RTM_NEWLINK " + link + " type " + kind + " on " + parent
                + (address.isEmpty() ? "" : " address " + address) + bytes(mtu) + " in the namespace");
    }

    /**
     * What a link in the namespace is given.
     *
     * @param own addresses with the lengths of their prefixes
     * @param gateways where what is not on the network is sent
     * @param routed whether that leaves without a gateway
     */
    public static List<String> given(String link, List<String> own, List<InetAddress> gateways, boolean routed) {
        List<String> calls = new ArrayList<>();
        calls.add(inside("RTM_GETLINK " + link));
        own.forEach(address -> calls.add(inside("RTM_NEWADDR " + address + " dev " + link)));
        calls.add(inside("RTM_NEWLINK " + link + " up"));
        for (InetAddress gateway : gateways) {
            String all = gateway.getAddress().length > 4 ? "::/0" : "0.0.0.0/0";
            String via = routed ? "" : " via " + Subnet.text(gateway);
            calls.add(inside("RTM_NEWROUTE " + all + via + " dev " + link));
        }
        return calls;
    }
}
