package sampan.cli.command.network;

import java.io.IOException;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.container.EndpointFlags;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.value.CsvFields;
import sampan.cli.value.KeyValue;
import sampan.core.network.endpoint.EndpointSettings;

/** {@code network connect}. */
public final class NetworkConnectCommand implements Command {
    private static final Flag<String> ALIAS = Flag.strings("alias", "Add a name of the container on this network");
    private static final Flag<String> DRIVER_OPT = Flag.strings("driver-opt", "Driver options for the network");
    private static final Flag<Long> GW_PRIORITY =
            Flag.number("gw-priority", "The network with the highest one has the default route");
    private static final Flag<String> IP = Flag.text("ip", "IPv4 address");
    private static final Flag<String> IP6 = Flag.text("ip6", "IPv6 address");
    private static final Flag<String> LINK = Flag.list("link", "Make another container known by name");
    private static final Flag<String> LINK_LOCAL_IP = Flag.strings("link-local-ip", "Link-local addresses");

    private static final Usage USAGE = Usage.of(
                    "network connect", "NETWORK CONTAINER", "Connect a container to a network")
            .flags(List.of(ALIAS, DRIVER_OPT, GW_PRIORITY, IP, IP6, LINK, LINK_LOCAL_IP))
            .exactly(2);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        EndpointSettings settings = EndpointSettings.asking(
                        EndpointFlags.addresses(
                                call.value(IP).orElse(""),
                                call.value(IP6).orElse(""),
                                CsvFields.all(call.flags().values(LINK_LOCAL_IP))),
                        EndpointFlags.nullable(call.flags().values(LINK)),
                        EndpointFlags.nullable(CsvFields.all(call.flags().values(ALIAS))),
                        "",
                        KeyValue.map(CsvFields.all(call.flags().values(DRIVER_OPT))))
                .gwPriority(Math.toIntExact(call.value(GW_PRIORITY).orElse(0L)));
        call.engine()
                .containers()
                .find(call.operands().getLast())
                .connect(call.operands().getFirst(), settings);
        return 0;
    }
}
