package sampan.cli.command.image;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.Confirmation;
import sampan.cli.call.FilterFlag;
import sampan.cli.call.Pruning;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.filter.PruneFilter;
import sampan.core.filter.YesOrNo;

/** {@code image prune}: removes images that nobody needs. */
public final class ImagePruneCommand implements Command {
    private static final Flag<Boolean> ALL =
            Flag.bool("all", "Remove all unused images, not just dangling ones").shorthand('a');
    private static final Flag<String> FILTER = Flag.of(
            "filter", "filter", "Only those that fit (until=24h, label=key, label!=key=value)", FilterFlag::parse);

    private static final Usage USAGE = Usage.of("image prune", "", "Remove unused images")
            .flags(ALL, FILTER, Confirmation.FORCE)
            .exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        Map<String, List<String>> filters = new LinkedHashMap<>(Pruning.filters(call, FILTER));
        String warning = call.on(ALL)
                ? "This will remove all images without at least one container associated to them."
                : "This will remove all dangling images.";
        if (!Confirmation.given(call, warning)) {
            return 0;
        }
        boolean all = call.on(ALL);
        List<String> dangling = filters.remove("dangling");
        if (dangling != null && !all) {
            all = !YesOrNo.of("dangling", dangling.getLast());
        }
        Pruning pruning = new Pruning(call);
        pruning.images(PruneFilter.of(filters), all);
        call.out().print(pruning.text());
        return 0;
    }
}
