package sampan.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.table.Sizes;
import sampan.core.container.Container;
import sampan.core.error.EngineException;

/** {@code container prune}: removes all containers that do not run. */
final class ContainerPruneCommand implements Command {
    private static final Flag<String> FILTER = Flag.of(
            "filter", "filter", "Only those that fit (until=24h, label=key, label!=key=value)", FilterFlag::parse);
    private static final Flag<Boolean> FORCE =
            Flag.bool("force", "Do not ask first").shorthand('f');

    private static final Usage USAGE = Usage.of("container prune", "", "Remove all stopped containers")
            .flags(FILTER, FORCE)
            .exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        Map<String, List<String>> filters = FilterFlag.byKey(call.flags().values(FILTER));
        if (!call.on(FORCE) && !Confirmation.given(call, "This will remove all stopped containers.")) {
            return 0;
        }
        PruneFilter filter = PruneFilter.of(filters);
        List<String> removed = new ArrayList<>();
        long reclaimed = 0;
        for (Container container : call.engine().containers().list()) {
            if (!container.state().isUp()
                    && filter.fits(container.created(), container.config().labels())) {
                long size = container.diskUsage();
                if (remove(container)) {
                    removed.add(container.id());
                    reclaimed += size;
                }
            }
        }
        if (!removed.isEmpty()) {
            call.out().println("Deleted Containers:\n" + String.join("\n", removed) + "\n");
        }
        call.out().println("Total reclaimed space: " + Sizes.decimal(reclaimed));
        return 0;
    }

    /** False when somebody has started or removed it in between. */
    private static boolean remove(Container container) {
        try {
            container.remove();
            return true;
        } catch (EngineException.Conflict | EngineException.NotFound _) {
            return false;
        }
    }
}
