package sampan.daemon;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.core.network.address.Subnet;
import sampan.core.network.address.SubnetChoice;
import sampan.core.network.definition.IpamPool;
import sampan.core.network.definition.NetworkDefaults;

/** What dockerd's flags say of the network {@code bridge}, and of the subnets of others. */
final class NetworkSettings {
    /** Driver, option, value. */
    static final Pattern NETWORK_OPTION = Pattern.compile("([^=]+)=([^=]+)=(.*)");

    private static final String BRIDGE = "com.docker.network.bridge.";

    private NetworkSettings() {}

    static NetworkDefaults of(Settings settings) throws InvalidValue {
        List<IpamPool> bridge = new ArrayList<>();
        v4(settings, bridge);
        v6(settings, bridge);
        List<SubnetChoice.Pool> pools = new ArrayList<>();
        for (String text : settings.values(DockerdFlags.ADDRESS_POOL)) {
            pools.add(pool(text));
        }
        return new NetworkDefaults(
                bridge, settings.on(DockerdFlags.IPV6, false), options(settings), usual(settings), pools);
    }

    private static void v4(Settings settings, List<IpamPool> bridge) throws InvalidValue {
        String bip = settings.value(DockerdFlags.BIP).orElse("");
        String range = settings.value(DockerdFlags.FIXED_CIDR).orElse("");
        String gateway = settings.value(DockerdFlags.GATEWAY).orElse("");
        if (bip.isEmpty() && range.isEmpty()) {
            if (!gateway.isEmpty()) {
                throw new InvalidValue("--default-gateway needs --bip or --fixed-cidr, whose network it is in");
            }
            return;
        }
        if (bip.isEmpty()) {
            bridge.add(new IpamPool(subnet(range, DockerdFlags.FIXED_CIDR).toString(), "", gateway, Map.of()));
        } else {
            bridge.add(around(bip, range, gateway));
        }
    }

    private static IpamPool around(String bip, String range, String gateway) throws InvalidValue {
        Subnet subnet = subnet(bip, DockerdFlags.BIP);
        String own = bip.substring(0, bip.indexOf('/'));
        if (!gateway.isEmpty() && !gateway.equals(own)) {
            throw new InvalidValue("--default-gateway " + gateway + ": the gateway is the bridge itself, " + own);
        }
        Subnet part = range.isEmpty() ? subnet : subnet(range, DockerdFlags.FIXED_CIDR);
        if (!subnet.contains(part)) {
            throw new InvalidValue("--fixed-cidr " + range + " is not within --bip " + bip);
        }
        return new IpamPool(subnet.toString(), part.equals(subnet) ? "" : part.toString(), own, Map.of());
    }

    private static void v6(Settings settings, List<IpamPool> bridge) throws InvalidValue {
        String network = settings.value(DockerdFlags.FIXED_CIDR_V6).orElse("");
        if (!network.isEmpty()) {
            String gateway = settings.value(DockerdFlags.GATEWAY_V6).orElse("");
            bridge.add(new IpamPool(subnet(network, DockerdFlags.FIXED_CIDR_V6).toString(), "", gateway, Map.of()));
        }
    }

    private static Subnet subnet(String text, Flag<?> flag) throws InvalidValue {
        int slash = text.indexOf('/');
        try {
            InetAddress address = InetAddress.ofLiteral(slash < 0 ? "" : text.substring(0, slash));
            int length = Integer.parseInt(text.substring(slash + 1));
            if (length < 0 || length > Byte.SIZE * address.getAddress().length) {
                throw new IllegalArgumentException("no address has " + length + " bits");
            }
            return Subnet.of(address, length);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidValue("invalid --" + flag.name() + ": invalid CIDR address: " + text);
        }
    }

    private static SubnetChoice.Pool pool(String text) throws InvalidValue {
        Map<String, String> fields = new TreeMap<>();
        for (String field : text.split(",", -1)) {
            fields.put(field.substring(0, field.indexOf('=')), field.substring(field.indexOf('=') + 1));
        }
        try {
            return new SubnetChoice.Pool(
                    subnet(fields.getOrDefault("base", ""), DockerdFlags.ADDRESS_POOL),
                    Integer.parseInt(fields.getOrDefault("size", "")));
        } catch (NumberFormatException malformed) {
            throw new InvalidValue("invalid size value: " + fields.getOrDefault("size", ""));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidValue("--default-address-pool " + text + ": " + wrong.getMessage());
        }
    }

    private static Map<String, Map<String, String>> usual(Settings settings) {
        Map<String, Map<String, String>> drivers = new TreeMap<>();
        for (String text : settings.values(DockerdFlags.NETWORK_OPT)) {
            Matcher parts = NETWORK_OPTION.matcher(text);
            if (parts.matches()) {
                drivers.computeIfAbsent(parts.group(1), _ -> new TreeMap<>()).put(parts.group(2), parts.group(3));
            }
        }
        return drivers;
    }

    private static Map<String, String> options(Settings settings) throws InvalidValue {
        Map<String, String> options = new TreeMap<>();
        settings.value(DockerdFlags.MTU).ifPresent(mtu -> options.put("com.docker.network.driver.mtu", mtu.toString()));
        settings.value(DockerdFlags.IP).ifPresent(ip -> options.put(BRIDGE + "host_binding_ipv4", ip));
        settings.value(DockerdFlags.ICC).ifPresent(icc -> options.put(BRIDGE + "enable_icc", icc.toString()));
        settings.value(DockerdFlags.IP_MASQ)
                .ifPresent(masquerade -> options.put(BRIDGE + "enable_ip_masquerade", masquerade.toString()));
        return options;
    }
}
