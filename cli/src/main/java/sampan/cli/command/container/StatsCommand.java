package sampan.cli.command.container;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Formats;
import sampan.cli.call.Preferences;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.table.Listing;
import sampan.core.container.Container;
import sampan.core.error.EngineException;
import sampan.core.stats.Watch;

/** {@code stats}: what containers use, once or again and again. */
public final class StatsCommand implements Command {
    private static final Flag<Boolean> ALL =
            Flag.bool("all", "Show all containers, not only running ones").shorthand('a');
    private static final Flag<String> FORMAT =
            Flag.text("format", "'json', 'table', or a template: 'table {{.Name}}\\t{{.CPUPerc}}'");
    private static final Flag<Boolean> NO_STREAM = Flag.bool("no-stream", "Show it once and end");
    private static final Flag<Boolean> NO_TRUNC = Flag.bool("no-trunc", "Show whole ids");

    private static final Usage USAGE = Usage.of(
                    "stats", "[CONTAINER...]", "Display a live stream of container(s) resource usage statistics")
            .aliases("container stats", "stats")
            .flags(ALL, FORMAT, NO_STREAM, NO_TRUNC);

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int SHORT_ID = 12;

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        refuseMissing(call);
        Listing<StatsRow> listing = StatsRow.listing(call.on(NO_TRUNC));
        String format = call.value(FORMAT).orElse("");
        if (format.isEmpty()) {
            format = Preferences.format(call, "statsFormat");
        }
        try (Watch watch = new Watch()) {
            if (call.on(NO_STREAM)) {
                call.out().print(listing.render(rows(call, watch), format, Formats.medium(call, call.on(NO_TRUNC))));
                return 0;
            }
            return stream(call, watch, listing, format);
        }
    }

    /** Over what was there before, line by line: a screen that is wiped first would flicker. */
    private static int stream(Call call, Watch watch, Listing<StatsRow> listing, String format)
            throws IOException, InvalidValue {
        boolean named = !call.operands().isEmpty();
        while (true) {
            List<StatsRow> rows = rows(call, watch);
            if (named && rows.isEmpty()) {
                return 0;
            }
            String text = listing.render(rows, format, Formats.medium(call, call.on(NO_TRUNC)));
            call.out()
                    .print(text.lines().collect(Collectors.joining(" \033[K\n", "\033[H", " \033[K\n")) + " \033[K\n"
                            + "\033[J");
            call.session().await(() -> {
                Thread.sleep(INTERVAL);
                return true;
            });
        }
    }

    private static List<StatsRow> rows(Call call, Watch watch) throws IOException {
        List<StatsRow> rows = new ArrayList<>();
        List<Container> containers = containers(call, rows);
        Map<String, sampan.core.stats.Usage> usages = call.session().await(() -> watch.look(containers));
        return rows.stream()
                .map(row -> row.using(usages.getOrDefault(row.id(), sampan.core.stats.Usage.NONE)))
                .toList();
    }

    /** @param rows what is to be shown, added to */
    private static List<Container> containers(Call call, List<StatsRow> rows) {
        List<Container> containers = new ArrayList<>();
        if (call.operands().isEmpty()) {
            for (Container container : call.engine().containers().list()) {
                if (call.on(ALL) || container.pid().isPresent()) {
                    containers.add(container);
                    rows.add(StatsRow.of(container.id().substring(0, SHORT_ID), container));
                }
            }
            return containers;
        }
        for (String name : call.operands()) {
            find(call, name).ifPresent(container -> {
                containers.add(container);
                rows.add(StatsRow.of(name, container));
            });
        }
        return containers;
    }

    private static Optional<Container> find(Call call, String name) {
        try {
            return Optional.of(call.engine().containers().find(name));
        } catch (EngineException.NotFound removed) {
            return Optional.empty();
        }
    }

    private static void refuseMissing(Call call) {
        call.operands().forEach(name -> call.engine().containers().find(name));
    }
}
