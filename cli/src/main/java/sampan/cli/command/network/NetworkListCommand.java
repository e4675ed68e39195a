package sampan.cli.command.network;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.FilterFlag;
import sampan.cli.call.Formats;
import sampan.cli.call.Preferences;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.go.Times;
import sampan.cli.ink.Ink;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.core.filter.NetworkFilter;
import sampan.core.network.definition.Network;

/** {@code network ls}. */
public final class NetworkListCommand implements Command {
    private static final int SHORT_ID = 12;
    private static final Flag<String> FILTER = Flag.of(
                    "filter",
                    "filter",
                    "Only those that fit (driver=, name=, id=, label=, type=custom, dangling=true, scope=local)",
                    FilterFlag::parse)
            .shorthand('f');
    private static final Flag<String> FORMAT =
            Flag.text("format", "'table', 'table TEMPLATE', 'raw', 'json' or a template: '{{.ID}} {{.Name}}'");
    private static final Flag<Boolean> NO_TRUNC = Flag.bool("no-trunc", "Do not truncate the output");
    private static final Flag<Boolean> QUIET =
            Flag.bool("quiet", "Only display network IDs").shorthand('q');

    private static final String RAW = """
            network_id: {{.ID}}
            name: {{.Name}}
            driver: {{.Driver}}
            scope: {{.Scope}}
            """;

    private static final Usage USAGE = Usage.of("network ls", "", "List networks")
            .aliases("network ls", "network list")
            .flags(FILTER, FORMAT, NO_TRUNC, QUIET)
            .exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    /** @param full ids are not shortened */
    private static Listing<Network> listing(boolean full) {
        return new Listing<Network>(
                        List.of(
                                new Column<>("CreatedAt", "CREATED AT", network -> Times.shown(network.created())),
                                new Column<>("Driver", "DRIVER", Network::driver),
                                new Column<>("ID", "NETWORK ID", network -> shown(network.id(), full)),
                                new Column<>("IPv4", "IPV4", network -> String.valueOf(network.enableIPv4())),
                                new Column<>("IPv6", "IPV6", network -> String.valueOf(network.enableIPv6())),
                                new Column<>("Internal", "INTERNAL", network -> String.valueOf(network.internal())),
                                new Column<>("Labels", "LABELS", NetworkListCommand::labels),
                                new Column<>("Name", "NAME", Network::name).inked(_ -> Ink.WORD),
                                new Column<>("Scope", "SCOPE", Network::scope)),
                        List.of("ID", "Name", "Driver", "Scope"))
                .typed("network.networkContext")
                .raw(RAW)
                .lookup("Label", (network, name) -> network.labels().getOrDefault(name, ""));
    }

    private static String shown(String id, boolean full) {
        return full ? id : id.substring(0, SHORT_ID);
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        NetworkFilter filter = NetworkFilter.ofList(
                FilterFlag.byKey(call.flags().values(FILTER)),
                network -> !call.engine().networks().endpoints(network).isEmpty());
        List<Network> networks =
                call.engine().networks().list().stream().filter(filter::fits).toList();
        String format = call.value(FORMAT).orElse("");
        if (call.on(QUIET)) {
            format = Formats.quiet(format, "{{.ID}}", "network_id: {{.ID}}");
        } else if (format.isEmpty()) {
            format = Preferences.format(call, "networksFormat");
        }
        call.out().print(listing(call.on(NO_TRUNC)).render(networks, format, Formats.medium(call)));
        return 0;
    }

    private static String labels(Network network) {
        Map<String, String> sorted = new TreeMap<>(network.labels());
        return sorted.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }
}
