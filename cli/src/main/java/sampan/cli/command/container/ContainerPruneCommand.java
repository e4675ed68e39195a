package sampan.cli.command.container;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Confirmation;
import sampan.cli.call.FilterFlag;
import sampan.cli.call.Pruning;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.filter.PruneFilter;

/** {@code container prune}: removes all containers that do not run. */
public final class ContainerPruneCommand implements Command {
    private static final Flag<String> FILTER = Flag.of(
            "filter", "filter", "Only those that fit (until=24h, label=key, label!=key=value)", FilterFlag::parse);

    private static final Usage USAGE = Usage.of("container prune", "", "Remove all stopped containers")
            .flags(FILTER, Confirmation.FORCE)
            .exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        Map<String, List<String>> filters = Pruning.filters(call, FILTER);
        if (!Confirmation.given(call, "This will remove all stopped containers.")) {
            return 0;
        }
        Pruning pruning = new Pruning(call);
        pruning.containers(PruneFilter.of(filters));
        call.out().print(pruning.text());
        return 0;
    }
}
