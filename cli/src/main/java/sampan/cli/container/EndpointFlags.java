package sampan.cli.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.value.CsvFields;
import sampan.core.config.HostConfigBuilder;
import sampan.core.error.EngineException;
import sampan.core.error.Quoted;
import sampan.core.network.address.SubnetText;
import sampan.core.network.endpoint.EndpointSettings;

/** The networks a container is to be on, and what it asks of them. */
public final class EndpointFlags {
    private static final String CONTAINER = "container:";
    private static final Flag<String> NETWORK = Flag.of(
            "network", "network", "Network: a name, 'bridge', 'none', 'host' or 'container:<name|id>'", text -> text);
    /** An older name of --network that people still type. */
    private static final Flag<String> NET = Flag.of("net", "network", "Same as --network", text -> text);

    private static final Flag<String> ALIAS = Flag.list("network-alias", "Further names on its network");
    private static final Flag<String> NET_ALIAS = Flag.list("net-alias", "Same as --network-alias");
    private static final Flag<String> IP = Flag.text("ip", "IPv4 address");
    private static final Flag<String> IP6 = Flag.text("ip6", "IPv6 address");
    private static final Flag<String> LINK_LOCAL_IP = Flag.list("link-local-ip", "Link-local addresses");
    private static final Flag<String> MAC_ADDRESS = Flag.text("mac-address", "MAC address");

    static final List<Flag<?>> ALL = List.of(NETWORK, NET, ALIAS, NET_ALIAS, IP, IP6, LINK_LOCAL_IP, MAC_ADDRESS);

    private EndpointFlags() {}

    private static String mac(String text) throws InvalidValue {
        if (!text.isEmpty() && !text.matches("[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}")) {
            throw new InvalidValue(text + " is not a valid mac address");
        }
        return text;
    }

    /** Null when no address is asked for, as Docker sends it. */
    public static EndpointSettings.@Nullable IpamConfig addresses(String v4, String v6, List<String> linkLocal) {
        check("IPv4", v4, v4.indexOf(':') < 0);
        check("IPv6", v6, v6.indexOf(':') >= 0);
        return v4.isEmpty() && v6.isEmpty() && linkLocal.isEmpty()
                ? null
                : new EndpointSettings.IpamConfig(v4, v6, linkLocal);
    }

    private static void check(String version, String address, boolean looksIt) {
        if (!address.isEmpty() && !(looksIt && SubnetText.isAddress(address))) {
            throw new EngineException.InvalidArgument("invalid " + version + " address: " + address);
        }
    }

    /** Null when there is none, as Docker sends it. */
    public static @Nullable List<String> nullable(List<String> given) {
        return given.isEmpty() ? null : given;
    }

    /** What is asked of each network; the first is the container's network mode. */
    static Map<String, EndpointSettings> apply(ParsedFlags flags, HostConfigBuilder host) throws InvalidValue {
        List<String> given = new ArrayList<>(flags.values(NET));
        given.addAll(flags.values(NETWORK));
        Map<String, EndpointSettings> networks = new LinkedHashMap<>();
        for (String text : given) {
            add(networks, text);
        }
        String mode = networks.isEmpty() ? "" : networks.keySet().iterator().next();
        if (networks.size() > 1 && !isForNetworks(mode)) {
            throw new InvalidValue(
                    "conflicting options: cannot attach both user-defined and non-user-defined network-modes");
        }
        EndpointSettings ofFirst = ofFirst(flags, mode);
        if (!ofFirst.equals(EndpointSettings.ANY)) {
            merge(networks, mode, ofFirst);
        }
        host.networkMode(mode);
        NetworkLimitFlags.apply(flags, host, mode);
        if (mode.startsWith(CONTAINER)) {
            networks.clear();
        }
        return networks;
    }

    private static boolean isForNetworks(String mode) {
        return !mode.equals("none") && !mode.equals("host") && !mode.startsWith(CONTAINER);
    }

    private static void merge(Map<String, EndpointSettings> networks, String mode, EndpointSettings ofFirst)
            throws InvalidValue {
        String name = mode.isEmpty() ? "default" : mode;
        EndpointSettings own = networks.getOrDefault(name, EndpointSettings.ANY);
        if (!own.equals(EndpointSettings.ANY)) {
            throw new InvalidValue(
                    "conflicting options: cannot specify what a network is asked for both by flags of its"
                            + " own and as part of --network");
        }
        networks.put(name, ofFirst);
    }

    private static boolean isUserDefined(String mode) {
        return isForNetworks(mode) && !List.of("", "default", "bridge").contains(mode);
    }

    private static EndpointSettings ofFirst(ParsedFlags flags, String mode) throws InvalidValue {
        List<String> aliases = new ArrayList<>(flags.values(ALIAS));
        aliases.addAll(flags.values(NET_ALIAS));
        if (!aliases.isEmpty() && !isUserDefined(mode)) {
            throw new InvalidValue("network-scoped aliases are only supported for user-defined networks");
        }
        return EndpointSettings.asking(
                addresses(flags.value(IP).orElse(""), flags.value(IP6).orElse(""), flags.values(LINK_LOCAL_IP)),
                null,
                nullable(aliases),
                mac(flags.value(MAC_ADDRESS).orElse("")),
                null);
    }

    /** {@code NAME}, or {@code name=NAME,alias=A,ip=1.2.3.4,driver-opt=K=V}. */
    private static void add(Map<String, EndpointSettings> networks, String text) throws InvalidValue {
        Map<String, List<String>> fields = text.indexOf('=') < 0 ? Map.of("name", List.of(text)) : fields(text);
        String name = fields.getOrDefault("name", List.of("")).getLast();
        if (name.isBlank()) {
            throw new InvalidValue("no name set for network");
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : fields.getOrDefault("driver-opt", List.of())) {
            int equals = option.indexOf('=');
            if (equals <= 0) {
                throw new InvalidValue("invalid key value pair format in driver options");
            }
            options.put(option.substring(0, equals), option.substring(equals + 1));
        }
        String priority = last(fields, "gw-priority");
        if (!priority.matches("(-?[0-9]{1,9})?")) {
            throw new InvalidValue("invalid gw-priority (" + priority + "): invalid syntax");
        }
        EndpointSettings settings = EndpointSettings.asking(
                        addresses(
                                last(fields, "ip"),
                                last(fields, "ip6"),
                                fields.getOrDefault("link-local-ip", List.of())),
                        null,
                        nullable(fields.getOrDefault("alias", List.of())),
                        mac(last(fields, "mac-address")),
                        options.isEmpty() ? null : options)
                .gwPriority(priority.isEmpty() ? 0 : Integer.parseInt(priority));
        if (networks.put(name, settings) != null) {
            throw new InvalidValue("network " + Quoted.of(name) + " is specified multiple times");
        }
    }

    private static String last(Map<String, List<String>> fields, String key) {
        return fields.getOrDefault(key, List.of("")).getLast();
    }

    private static Map<String, List<String>> fields(String text) throws InvalidValue {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String field : CsvFields.of(text)) {
            int equals = field.indexOf('=');
            String key = equals < 0 ? "" : field.substring(0, equals).strip();
            boolean known = List.of(
                            "name", "alias", "ip", "ip6", "mac-address", "link-local-ip", "driver-opt", "gw-priority")
                    .contains(key);
            if (!known) {
                throw new InvalidValue("invalid field " + field);
            }
            fields.computeIfAbsent(key, _ -> new ArrayList<>())
                    .add(field.substring(equals + 1).strip());
        }
        return fields;
    }
}
