package sampan.cli.command.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Refusal;
import sampan.cli.flag.Usage;
import sampan.cli.value.CsvFields;
import sampan.cli.value.KeyValue;
import sampan.core.network.cni.PluginList;
import sampan.core.network.definition.ConfigReference;
import sampan.core.network.definition.Driver;
import sampan.core.network.definition.Ipam;
import sampan.core.network.definition.IpamPool;
import sampan.core.network.definition.Network;
import sampan.core.network.definition.NetworkRequest;

/** {@code network create}. */
public final class NetworkCreateCommand implements Command {
    private static final Flag<Boolean> ATTACHABLE = Flag.bool("attachable", "Enable manual container attachment");
    private static final Flag<String> AUX_ADDRESS = Flag.of(
            "aux-address", "map", "Addresses of the subnets that no container gets (name=address)", KeyValue::label);
    private static final Flag<String> DRIVER =
            Flag.text("driver", "Driver to manage the network").shorthand('d').initially("bridge");
    private static final Flag<String> GATEWAY = Flag.strings("gateway", "Address of the host on a subnet");
    private static final Flag<Boolean> INTERNAL =
            Flag.bool("internal", "Nothing leaves the network or comes in from outside");
    private static final Flag<String> IP_RANGE =
            Flag.strings("ip-range", "Part of a subnet that containers get addresses of");
    private static final Flag<String> IPAM_DRIVER =
            Flag.text("ipam-driver", "Who gives addresses").initially("default");
    private static final Flag<String> IPAM_OPT =
            Flag.of("ipam-opt", "map", "Options of who gives addresses", text -> text);
    private static final Flag<Boolean> IPV4 =
            Flag.bool("ipv4", "Give addresses of IPv4").initially("true");
    private static final Flag<Boolean> IPV6 = Flag.bool("ipv6", "Give addresses of IPv6");
    private static final Flag<String> LABEL = Flag.of("label", "list", "Set metadata on a network", KeyValue::label);
    private static final Flag<String> OPT =
            Flag.of("opt", "map", "Set driver specific options", text -> text).shorthand('o');
    private static final Flag<String> SCOPE = Flag.text("scope", "Where it is: 'local'");
    private static final Flag<String> SUBNET = Flag.strings("subnet", "Subnet, as in 172.28.0.0/24");
    private static final Flag<String> CONFIG_FROM =
            Flag.text("config-from", "The network from which to copy the configuration");
    private static final Flag<Boolean> CONFIG_ONLY = Flag.bool("config-only", "Create a configuration only network");
    private static final Flag<Boolean> INGRESS =
            Flag.bool("ingress", "Create swarm routing-mesh network").refused(new Refusal.Swarm());

    private static final Usage USAGE = Usage.of("network create", "NETWORK", "Create a network")
            .flags(List.of(
                    ATTACHABLE,
                    AUX_ADDRESS,
                    DRIVER,
                    GATEWAY,
                    INTERNAL,
                    IP_RANGE,
                    IPAM_DRIVER,
                    IPAM_OPT,
                    IPV4,
                    IPV6,
                    LABEL,
                    OPT,
                    SCOPE,
                    SUBNET,
                    CONFIG_FROM,
                    CONFIG_ONLY,
                    INGRESS))
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        boolean v6 = call.flags().values(SUBNET).stream().anyMatch(subnet -> subnet.indexOf(':') >= 0);
        Network made = call.engine()
                .createNetwork(new NetworkRequest(
                        call.operands().getFirst(),
                        call.value(DRIVER).orElse(""),
                        call.value(SCOPE).orElse(""),
                        call.value(IPV4).orElse(true),
                        call.on(IPV6) || v6,
                        new Ipam(
                                call.value(IPAM_DRIVER).orElse(""),
                                KeyValue.map(call.flags().values(IPAM_OPT)),
                                pools(call)),
                        call.on(INTERNAL),
                        call.on(ATTACHABLE),
                        options(call),
                        KeyValue.map(call.flags().values(LABEL)),
                        call.on(CONFIG_ONLY),
                        new ConfigReference(call.value(CONFIG_FROM).orElse(""))));
        call.out().println(made.id());
        return 0;
    }

    /** What plugins read is in a file of the caller's. */
    private static Map<String, String> options(Call call) throws IOException, InvalidValue {
        Map<String, String> options =
                new LinkedHashMap<>(KeyValue.map(call.flags().values(OPT)));
        String configuration = options.getOrDefault(PluginList.OPTION, "");
        boolean named = !configuration.isEmpty() && !configuration.startsWith("{");
        if (named && Driver.of(call.value(DRIVER).orElse("")).equals(Optional.of(Driver.CNI))) {
            byte[] content = call.invoker().files().read(configuration);
            options.put(PluginList.OPTION, new String(content, StandardCharsets.UTF_8));
        }
        return options;
    }

    private static List<IpamPool> pools(Call call) throws InvalidValue {
        return SubnetFlags.pools(
                CsvFields.all(call.flags().values(SUBNET)),
                CsvFields.all(call.flags().values(IP_RANGE)),
                CsvFields.all(call.flags().values(GATEWAY)),
                KeyValue.map(call.flags().values(AUX_ADDRESS)));
    }
}
