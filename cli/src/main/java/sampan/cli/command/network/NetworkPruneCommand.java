package sampan.cli.command.network;

import java.io.IOException;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Confirmation;
import sampan.cli.call.FilterFlag;
import sampan.cli.call.Preferences;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.filter.NetworkFilter;
import sampan.core.network.Network;

/** {@code network prune}: removes networks that no container has. */
public final class NetworkPruneCommand implements Command {
    private static final Flag<String> FILTER =
            Flag.of("filter", "filter", "Only those that fit (until=24h, label=key)", text -> text);
    private static final Flag<Boolean> FORCE =
            Flag.bool("force", "Do not prompt for confirmation").shorthand('f');

    private static final Usage USAGE = Usage.of("network prune", "", "Remove all unused networks")
            .flags(FILTER, FORCE)
            .exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        NetworkFilter filter = NetworkFilter.ofPrune(
                FilterFlag.byKey(Preferences.pruneFilters(call, call.flags().values(FILTER))));
        String warning = "This will remove all custom networks not used by at least one container.";
        if (!call.on(FORCE) && !Confirmation.given(call, warning)) {
            return 0;
        }
        List<String> removed = call.engine().pruneNetworks(filter::fits).stream()
                .map(Network::name)
                .toList();
        if (!removed.isEmpty()) {
            call.out().print("Deleted Networks:\n" + String.join("\n", removed) + "\n\n");
        }
        return 0;
    }
}
