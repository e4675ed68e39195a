package sampan.cli.command.registry;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.FilterFlag;
import sampan.cli.call.Formats;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.core.filter.SearchFilter;
import sampan.core.image.transfer.ImageSearch;
import sampan.oci.registry.Found;

/** {@code search}: images that a registry has. */
public final class SearchCommand implements Command {
    private static final Flag<String> FILTER = Flag.of(
                    "filter", "filter", "Show images that fit: is-official=true|false, stars=LEAST", FilterFlag::parse)
            .shorthand('f');
    private static final Flag<String> FORMAT = Flag.text("format", "'json', 'table', or a template: '{{.Name}}'");
    private static final Flag<Long> LIMIT = Flag.number("limit", "Most images to show (25)");
    private static final Flag<Boolean> NO_TRUNC = Flag.bool("no-trunc", "Show descriptions in full");

    private static final Usage USAGE = Usage.of(
                    "search",
                    "TERM",
                    "Search a registry for images\n\nHOST/TERM asks the registry HOST, TERM alone Docker Hub.")
            .flags(FILTER, FORMAT, LIMIT, NO_TRUNC)
            .exactly(1);

    private static final int DESCRIPTION = 45;

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        Map<String, List<String>> filters = FilterFlag.byKey(call.flags().values(FILTER));
        if (filters.getOrDefault("is-automated", List.of()).contains("true")) {
            call.err()
                    .println(
                            "WARNING: the \"is-automated\" filter is deprecated, and searching for \"is-automated=true\""
                                    + " will not yield any results in future.");
        }
        SearchFilter filter = SearchFilter.of(filters);
        List<Found> found = Pulling.quietly(
                call,
                session -> ImageSearch.find(
                        call.operands().getFirst(), call.value(LIMIT).orElse(0L), filter::fits, session));
        String format = call.value(FORMAT).orElse("");
        Words words = new Words(call.on(NO_TRUNC), format.contains("json"));
        call.out().print(words.listing().render(found, format, Formats.medium(call, call.on(NO_TRUNC))));
        return 0;
    }

    /** How they are put. */
    private record Words(boolean full, boolean json) {
        Listing<Found> listing() {
            return new Listing<Found>(
                            List.of(
                                    new Column<Found>("Name", "NAME", found -> printable(found.name())).shrinking(),
                                    new Column<Found>("Description", "DESCRIPTION", this::description).shrinking(),
                                    new Column<>("StarCount", "STARS", found -> String.valueOf(found.stars())),
                                    new Column<>("IsOfficial", "OFFICIAL", this::official)),
                            List.of("Name", "Description", "StarCount", "IsOfficial"))
                    .typed("registry.searchContext");
        }

        private String description(Found found) {
            String text = printable(found.description());
            return full || text.codePointCount(0, text.length()) <= DESCRIPTION
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, DESCRIPTION - 1)) + "…";
        }

        private String official(Found found) {
            return json ? String.valueOf(found.official()) : found.official() ? "[OK]" : "";
        }

        /** It comes from a stranger and goes to a terminal. */
        private static String printable(String text) {
            return text.replaceAll("\\p{Cntrl}", " ");
        }
    }
}
