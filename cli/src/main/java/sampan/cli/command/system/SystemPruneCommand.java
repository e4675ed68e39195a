package sampan.cli.command.system;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.Confirmation;
import sampan.cli.call.FilterFlag;
import sampan.cli.call.Preferences;
import sampan.cli.call.Pruning;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.filter.PruneFilter;

/** {@code system prune}: removes everything that nobody needs. */
public final class SystemPruneCommand implements Command {
    private static final Flag<Boolean> ALL =
            Flag.bool("all", "Remove all unused images not just dangling ones").shorthand('a');
    private static final Flag<String> FILTER =
            Flag.of("filter", "filter", "Only what fits (until=24h, label=key, label!=key=value)", FilterFlag::parse);
    private static final Flag<Boolean> VOLUMES = Flag.bool("volumes", "Prune anonymous volumes");

    private static final Usage USAGE = Usage.of("system prune", "", "Remove unused data")
            .flags(ALL, FILTER, Confirmation.FORCE, VOLUMES)
            .exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        List<String> given = Preferences.pruneFilters(call, call.flags().values(FILTER));
        Map<String, List<String>> filters = FilterFlag.byKey(given);
        if (call.on(VOLUMES) && filters.containsKey("until")) {
            throw new InvalidValue("ERROR: The \"until\" filter is not supported with \"--volumes\"");
        }
        if (!Confirmation.given(call, warning(call, given))) {
            return 0;
        }
        PruneFilter filter = PruneFilter.of(filters);
        Pruning pruning = new Pruning(call);
        pruning.containers(filter);
        pruning.networks(network -> filter.fits(Instant.parse(network.created()), network.labels()));
        if (call.on(VOLUMES)) {
            pruning.volumes(volume -> volume.anonymous() && filter.fits(volume.created(), volume.labels()));
        }
        pruning.images(filter, call.on(ALL));
        call.out().print(pruning.text());
        return 0;
    }

    private static String warning(Call call, List<String> filters) {
        List<String> what =
                new ArrayList<>(List.of("all stopped containers", "all networks not used by at least one container"));
        if (call.on(VOLUMES)) {
            what.add("all anonymous volumes not used by at least one container");
        }
        what.add(call.on(ALL) ? "all images without at least one container associated to them" : "all dangling images");
        what.add(call.on(ALL) ? "all build cache" : "unused build cache");
        StringBuilder text = new StringBuilder("This will remove:\n");
        what.forEach(item -> text.append("  - ").append(item).append('\n'));
        if (!filters.isEmpty()) {
            text.append("\n  Items to be pruned will be filtered with:\n");
            filters.forEach(filter -> text.append("  - ").append(filter).append('\n'));
        }
        return text.toString();
    }
}
