package sampan.cli.command.network;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Confirmation;
import sampan.cli.call.Pruning;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.filter.NetworkFilter;

/** {@code network prune}: removes networks that no container has. */
public final class NetworkPruneCommand implements Command {
    private static final Flag<String> FILTER =
            Flag.of("filter", "filter", "Only those that fit (until=24h, label=key)", text -> text);

    private static final Usage USAGE = Usage.of("network prune", "", "Remove all unused networks")
            .flags(FILTER, Confirmation.FORCE)
            .exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        NetworkFilter filter = NetworkFilter.ofPrune(Pruning.filters(call, FILTER));
        String warning = "This will remove all custom networks not used by at least one container.";
        if (!Confirmation.given(call, warning)) {
            return 0;
        }
        Pruning pruning = new Pruning(call);
        pruning.networks(filter::fits);
        call.out().print(pruning.removed());
        return 0;
    }
}
