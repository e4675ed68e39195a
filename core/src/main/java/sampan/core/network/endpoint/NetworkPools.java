package sampan.core.network.endpoint;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.core.network.address.AddressPool;
import sampan.core.network.address.Subnet;
import sampan.core.network.definition.IpamPool;
import sampan.core.network.definition.Network;

/** The addresses of one network, of both families. Not for several threads at once. */
public final class NetworkPools {
    private final Network network;
    private final List<Pool> pools = new ArrayList<>();

    NetworkPools(Network network) {
        this.network = network;
        for (IpamPool config : network.ipam().config()) {
            pools.add(Pool.of(config));
        }
    }

    private record Pool(AddressPool addresses, String gateway) {
        static Pool of(IpamPool config) {
            Subnet subnet = Subnet.parse(config.subnet());
            Subnet range = config.ipRange().isEmpty() ? subnet : Subnet.parse(config.ipRange());
            AddressPool addresses = new AddressPool(subnet, range);
            Subnet.address(config.gateway()).ifPresent(addresses::take);
            config.auxiliaryAddresses()
                    .values()
                    .forEach(auxiliary -> Subnet.address(auxiliary).ifPresent(addresses::take));
            return new Pool(addresses, config.gateway());
        }

        boolean isV6() {
            return addresses.subnet().isV6();
        }

        Endpoint.Place place(InetAddress address) {
            return new Endpoint.Place(Subnet.text(address), addresses.subnet().length(), gateway);
        }
    }

    /** Where something on the network is, before it is: the address in angle brackets unless it is wanted. */
    static Endpoint.Place likely(Network network, boolean v6, String wanted) {
        if (wanted.isEmpty() && (v6 ? !network.enableIPv6() : !network.enableIPv4())) {
            return Endpoint.Place.NOWHERE;
        }
        String address = !wanted.isEmpty() ? wanted : v6 ? "<IPv6: address>" : "<address>";
        return network.ipam().config().stream()
                .filter(pool -> Subnet.parse(pool.subnet()).isV6() == v6)
                .findFirst()
                .map(pool ->
                        new Endpoint.Place(address, Subnet.parse(pool.subnet()).length(), pool.gateway()))
                .orElse(Endpoint.Place.NOWHERE);
    }

    /** Whether there are so many free addresses that some may be set aside. */
    boolean hasPlenty() {
        return pools.stream().allMatch(pool -> pool.addresses().hasPlenty());
    }

    /** @param wanted empty: any */
    Endpoint.Place takeV4(String wanted) {
        return take(false, wanted);
    }

    Endpoint.Place takeV6(String wanted) {
        return take(true, wanted);
    }

    private Endpoint.Place take(boolean v6, String wanted) {
        List<Pool> family = pools.stream().filter(pool -> pool.isV6() == v6).toList();
        if (!wanted.isEmpty()) {
            return takeThis(family, wanted);
        }
        if (family.isEmpty() || (v6 ? !network.enableIPv6() : !network.enableIPv4())) {
            return Endpoint.Place.NOWHERE;
        }
        for (Pool pool : family) {
            Optional<InetAddress> free = pool.addresses().takeAny();
            if (free.isPresent()) {
                return pool.place(free.get());
            }
        }
        throw new EngineException.StartFailure(
                125,
                "no available IPv" + (v6 ? 6 : 4) + " addresses on this network's address pools: " + network.name()
                        + " (" + network.id() + ")");
    }

    private Endpoint.Place takeThis(List<Pool> family, String wanted) {
        InetAddress address = Subnet.address(wanted)
                .orElseThrow(() -> new EngineException.InvalidArgument("invalid IP address: " + wanted));
        Pool pool = family.stream()
                .filter(candidate -> candidate.addresses().subnet().contains(address))
                .findFirst()
                .orElseThrow(() -> new EngineException.InvalidArgument("invalid IP address: " + wanted));
        if (!pool.addresses().take(address)) {
            throw new EngineException.Forbidden("Address already in use");
        }
        return pool.place(address);
    }

    /** What a container has that ran before this engine came. */
    void adopt(Endpoint endpoint) {
        each(endpoint, AddressPool::take);
    }

    void release(Endpoint endpoint) {
        each(endpoint, AddressPool::release);
    }

    @FunctionalInterface
    private interface Use {
        void of(AddressPool pool, InetAddress address);
    }

    private void each(Endpoint endpoint, Use use) {
        for (Endpoint.Place place : List.of(endpoint.v4(), endpoint.v6())) {
            Subnet.address(place.address())
                    .ifPresent(address -> pools.stream()
                            .filter(pool -> pool.addresses().subnet().contains(address))
                            .forEach(pool -> use.of(pool.addresses(), address)));
        }
    }
}
