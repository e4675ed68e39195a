package sampan.cli.command.volume;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Confirmation;
import sampan.cli.call.Pruning;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.Engine;
import sampan.core.filter.VolumeFilter;
import sampan.core.filter.YesOrNo;

/** {@code volume prune}: removes volumes that no container has. */
public final class VolumePruneCommand implements Command {
    private static final Flag<Boolean> ALL = Flag.bool("all", "Remove all unused volumes, not just anonymous ones")
            .shorthand('a');
    private static final Flag<String> FILTER =
            Flag.of("filter", "filter", "Only those that fit (label=key, label!=key=value)", text -> text);

    private static final Usage USAGE = Usage.of("volume prune", "", "Remove unused local volumes")
            .flags(ALL, FILTER, Confirmation.FORCE)
            .exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        Map<String, List<String>> filters = Pruning.filters(call, FILTER);
        VolumeFilter filter = VolumeFilter.ofPrune(filters);
        CommandFailure.refuse(
                call.on(ALL) && filters.containsKey("all"),
                "conflicting options: cannot specify both --all and --filter all=1");
        boolean all = call.on(ALL)
                || (filters.containsKey("all")
                        && YesOrNo.of("all", filters.get("all").getLast()));
        String warning = "This will remove " + (all ? "all" : "anonymous")
                + " local volumes not used by at least one container.";
        if (!Confirmation.given(call, warning)) {
            return 0;
        }
        Engine engine = call.engine();
        Pruning pruning = new Pruning(call);
        pruning.volumes(volume -> (all || volume.anonymous()) && filter.fits(volume, engine::volumeUsers));
        call.out().print(pruning.text());
        return 0;
    }
}
