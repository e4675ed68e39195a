package sampan.cli.command.container;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.FilterFlag;
import sampan.cli.call.Formats;
import sampan.cli.call.Preferences;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.container.Container;
import sampan.core.container.list.ContainerFilter;

/** {@code ps}: lists containers. */
public final class PsCommand implements Command {
    private static final Flag<Boolean> ALL =
            Flag.bool("all", "Show all containers, not only running ones").shorthand('a');
    private static final Flag<String> FILTER = Flag.of(
                    "filter", "filter", "Show those that fit (name=web, status=exited, ...)", FilterFlag::parse)
            .shorthand('f');
    private static final Flag<String> FORMAT =
            Flag.text("format", "'json', 'table', or a template: 'table {{.ID}}\\t{{.Names}}'");
    private static final Flag<Long> LAST = Flag.number("last", "Show the n youngest, in any state")
            .shorthand('n')
            .initially("-1");
    private static final Flag<Boolean> LATEST =
            Flag.bool("latest", "Show the youngest, in any state").shorthand('l');
    private static final Flag<Boolean> NO_TRUNC = Flag.bool("no-trunc", "Show everything in full");
    private static final Flag<Boolean> QUIET =
            Flag.bool("quiet", "Show only ids").shorthand('q');
    private static final Flag<Boolean> SIZE =
            Flag.bool("size", "Show what they take on disk").shorthand('s');

    private static final Usage USAGE = Usage.of("ps", "", "List containers")
            .aliases("container ls", "container list", "container ps", "ps")
            .flags(ALL, FILTER, FORMAT, LAST, LATEST, NO_TRUNC, QUIET, SIZE)
            .exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        ContainerFilter filter = ContainerFilter.of(
                FilterFlag.byKey(call.flags().values(FILTER)), call.engine().containers());
        long last = call.on(LATEST) ? 1 : call.value(LAST).orElse(-1L);
        boolean inAnyState = call.on(ALL) || last > 0 || filter.choosesState();
        Stream<Container> fitting = call.engine().containers().list().stream()
                .filter(container -> inAnyState || container.state().isUp())
                .filter(filter::fits);
        List<Container> shown = (last > 0 ? fitting.limit(last) : fitting).toList();
        String format = format(call);
        boolean sizes = call.value(SIZE).orElse(format.contains(".Size"));
        call.out()
                .print(ContainerListing.of(Instant.now(), call.on(NO_TRUNC), sizes)
                        .render(shown, format, Formats.medium(call, call.on(NO_TRUNC))));
        return 0;
    }

    private static String format(Call call) throws IOException, InvalidValue {
        String format = call.value(FORMAT).orElse("");
        if (!call.on(QUIET)) {
            return format.isEmpty() ? Preferences.format(call, "psFormat") : format;
        }
        if (!format.isEmpty()) {
            call.err().println("WARNING: Ignoring custom format, because both --format and --quiet are set.");
        }
        ContainerListing.of(Instant.now(), false, false).render(List.of(), format); // for what is wrong with it
        return format.equals("raw") ? "container_id: {{.ID}}" : "{{.ID}}";
    }
}
