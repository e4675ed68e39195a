package sampan.core.network.endpoint;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import sampan.core.error.EngineException;
import sampan.core.network.address.Subnet;
import sampan.core.network.definition.Network;
import sampan.core.network.definition.NetworkIds;
import sampan.kernel.netlink.HardwareAddress;

/** Gives addresses of networks, and takes them back. */
public final class Endpoints {
    private static final int LINK_DIGITS = 11;
    private static final int LOCALLY_ADMINISTERED = 0x0242;

    private final NetworkIds ids = new NetworkIds();
    private final Map<String, NetworkPools> pools = new HashMap<>();

    /** All addresses are free. */
    public Endpoints() {}

    /** @param number of the link in the container: {@code eth0} */
    public synchronized Endpoint take(Network network, EndpointSettings settings, int number) {
        if (network.hasPlugins()) {
            return pending(network, settings, number);
        }
        AddressRules.check(network, settings, "invalid config for network " + network.name() + ": ");
        NetworkPools pool = pools.computeIfAbsent(network.id(), _ -> new NetworkPools(network));
        Endpoint.Place v4 = pool.takeV4(settings.wantedV4());
        Endpoint.Place v6;
        try {
            v6 = pool.takeV6(settings.wantedV6());
        } catch (EngineException e) {
            pool.release(new Endpoint("", network.id(), "", "", "", "", v4, Endpoint.Place.NOWHERE, false));
            throw e;
        }
        String id = ids.next();
        return new Endpoint(
                id,
                network.id(),
                network.name(),
                network.hasCards() ? "" : "veth" + id.substring(0, LINK_DIGITS),
                "eth" + number,
                hardwareAddress(settings.macAddress(), v4, id).toString(),
                v4,
                v6,
                false);
    }

    /** What {@link #take} would give; what it would choose stands in angle brackets. Nothing is taken. */
    public static Endpoint likely(Network network, EndpointSettings settings, int number) {
        Endpoint.Place v4 = NetworkPools.likely(network, false, settings.wantedV4());
        String chosen = settings.macAddress();
        if (chosen.isEmpty()) {
            chosen = settings.wantedV4().isEmpty()
                    ? "02:42:<address>"
                    : hardwareAddress("", v4, "").toString();
        }
        return new Endpoint(
                "",
                network.id(),
                network.name(),
                network.hasBridge() ? "veth<number>" : "",
                "eth" + number,
                chosen,
                v4,
                NetworkPools.likely(network, true, settings.wantedV6()),
                false);
    }

    /** Its plugins say where it is. */
    private Endpoint pending(Network network, EndpointSettings settings, int number) {
        if (!settings.takesAnyAddress()) {
            throw new EngineException.InvalidArgument("invalid config for network " + network.name()
                    + ": invalid endpoint settings:\nthe addresses of a CNI network are its plugins'");
        }
        Endpoint.Place anywhere = new Endpoint.Place("0.0.0.0", 0, "");
        String link = "eth" + number;
        Endpoint.Place nowhere = Endpoint.Place.NOWHERE;
        return new Endpoint(ids.next(), network.id(), network.name(), "", link, "", anywhere, nowhere, false);
    }

    /** From the address, so that whoever has it next answers to it at once. */
    private static HardwareAddress hardwareAddress(String wanted, Endpoint.Place v4, String id) {
        if (!wanted.isEmpty()) {
            try {
                return HardwareAddress.parse(wanted);
            } catch (IllegalArgumentException _) {
                throw new EngineException.InvalidArgument("invalid MAC address: " + wanted);
            }
        }
        long low = v4.isSomewhere()
                ? Subnet.number(Subnet.address(v4.address()).orElseThrow()).longValue()
                : HexFormat.fromHexDigits(id.substring(0, Integer.BYTES * 2)) & 0xffffffffL;
        return new HardwareAddress(((long) LOCALLY_ADMINISTERED << Integer.SIZE) | low);
    }

    /** Whether there are so many free addresses that some may be set aside. */
    public synchronized boolean hasPlenty(Network network) {
        return pools.computeIfAbsent(network.id(), _ -> new NetworkPools(network))
                .hasPlenty();
    }

    public synchronized void release(Endpoint endpoint) {
        NetworkPools pool = pools.get(endpoint.network());
        if (pool != null) {
            pool.release(endpoint);
        }
    }

    /** A container has it that an earlier engine started. */
    public synchronized void adopt(Network network, Endpoint endpoint) {
        pools.computeIfAbsent(network.id(), _ -> new NetworkPools(network)).adopt(endpoint);
    }

    /** The network is gone, and so are its addresses. */
    public synchronized void forget(Network network) {
        pools.remove(network.id());
    }
}
