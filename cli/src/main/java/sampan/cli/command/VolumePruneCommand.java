package sampan.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.table.Sizes;
import sampan.core.Engine;
import sampan.core.error.EngineException;
import sampan.core.volume.Volume;

/** {@code volume prune}: removes volumes that no container has. */
final class VolumePruneCommand implements Command {
    private static final Flag<Boolean> ALL = Flag.bool("all", "Remove all unused volumes, not just anonymous ones")
            .shorthand('a');
    private static final Flag<String> FILTER =
            Flag.of("filter", "filter", "Only those that fit (label=key, label!=key=value)", text -> text);
    private static final Flag<Boolean> FORCE =
            Flag.bool("force", "Do not prompt for confirmation").shorthand('f');

    private static final Usage USAGE = Usage.of("volume prune", "", "Remove unused local volumes")
            .flags(ALL, FILTER, FORCE)
            .exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        Map<String, List<String>> filters =
                FilterFlag.byKey(Preferences.pruneFilters(call, call.flags().values(FILTER)));
        VolumeFilter filter = VolumeFilter.ofPrune(filters);
        CpCommand.refuse(
                call.on(ALL) && filters.containsKey("all"),
                "conflicting options: cannot specify both --all and --filter all=1");
        boolean all = call.on(ALL) || (filters.containsKey("all") && VolumeFilter.bool("all", filters.get("all")));
        String warning = "This will remove " + (all ? "all" : "anonymous")
                + " local volumes not used by at least one container.";
        if (!call.on(FORCE) && !Confirmation.given(call, warning)) {
            return 0;
        }
        prune(call, filter, all);
        return 0;
    }

    private static void prune(Call call, VolumeFilter filter, boolean all) throws IOException {
        Engine engine = call.engine();
        List<String> removed = new ArrayList<>();
        long reclaimed = 0;
        for (Volume volume : engine.volumes().list()) {
            boolean wanted = (all || volume.anonymous()) && filter.fits(volume, engine::volumeUsers);
            long size = wanted ? engine.volumes().usage(volume) : 0;
            if (wanted && remove(engine, volume.name().text())) {
                removed.add(volume.name().text());
                reclaimed += size;
            }
        }
        if (!removed.isEmpty()) {
            call.out().println("Deleted Volumes:\n" + String.join("\n", removed) + "\n");
        }
        call.out().println("Total reclaimed space: " + Sizes.decimal(reclaimed));
    }

    /** False when a container has it. */
    private static boolean remove(Engine engine, String name) {
        try {
            engine.removeVolume(name);
            return true;
        } catch (EngineException.Conflict | EngineException.NotFound _) {
            return false;
        }
    }
}
