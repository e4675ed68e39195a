package sampan.cli.command.image;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.Formats;
import sampan.cli.call.ImagePlatform;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.cli.table.Sizes;
import sampan.core.container.list.Ages;
import sampan.core.image.HistoryStep;
import sampan.core.image.catalogue.Image;
import sampan.oci.image.Platform;

/** {@code history}: the steps by which an image came to be. */
public final class HistoryCommand implements Command {
    private static final Flag<String> FORMAT =
            Flag.text("format", "'json', 'table', or a template: 'table {{.ID}}\\t{{.CreatedBy}}'");
    private static final Flag<Boolean> HUMAN = Flag.bool("human", "Print sizes and dates in words people read")
            .shorthand('H')
            .initially("true");
    private static final Flag<Boolean> NO_TRUNC = Flag.bool("no-trunc", "Show everything in full");
    private static final Flag<Platform> PLATFORM = ImagePlatform.flag("Show the history for this platform");
    private static final Flag<Boolean> QUIET =
            Flag.bool("quiet", "Show only ids").shorthand('q');

    private static final Usage USAGE = Usage.of("history", "IMAGE", "Show the history of an image")
            .aliases("image history", "history")
            .flags(FORMAT, HUMAN, NO_TRUNC, PLATFORM, QUIET)
            .exactly(1);

    private static final int CREATED_BY = 45;
    private static final int ID = 12;
    private static final String MISSING = "<missing>";

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        String name = call.operands().getFirst();
        Image image = call.engine().images().find(name);
        call.value(PLATFORM).ifPresent(wanted -> image.require(wanted, name));
        List<HistoryStep> steps = call.engine().images().history(name);
        Words words = new Words(Instant.now(), call.value(HUMAN).orElse(true), call.on(NO_TRUNC));
        String format = call.value(FORMAT).orElse("");
        if (call.on(QUIET)) {
            format = Formats.quiet(format, "{{.ID}}", format);
        }
        call.out().print(words.listing().render(steps, format, Formats.medium(call, call.on(NO_TRUNC))));
        return 0;
    }

    /** How the steps are put. */
    private record Words(Instant now, boolean human, boolean full) {
        Listing<HistoryStep> listing() {
            return new Listing<HistoryStep>(
                            List.of(
                                    new Column<>("Comment", "COMMENT", HistoryStep::comment).shrinking(),
                                    new Column<>("CreatedAt", "CREATED AT", Words::createdAt),
                                    new Column<>("CreatedBy", "CREATED BY", this::createdBy).shrinking(),
                                    new Column<>("CreatedSince", human ? "CREATED" : "CREATED AT", this::createdSince),
                                    new Column<>("ID", "IMAGE", this::id),
                                    new Column<>("Size", "SIZE", this::size)),
                            List.of("ID", "CreatedSince", "CreatedBy", "Size", "Comment"))
                    .typed("image.historyContext");
        }

        private String id(HistoryStep step) {
            return full || step.id().equals(MISSING)
                    ? step.id()
                    : step.id().substring(step.id().indexOf(':') + 1).substring(0, ID);
        }

        private static String createdAt(HistoryStep step) {
            return step.created()
                    .filter(created -> created.isAfter(Instant.EPOCH))
                    .map(created -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                            created.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault())))
                    .orElse("");
        }

        private String createdSince(HistoryStep step) {
            if (!human) {
                return createdAt(step);
            }
            return step.created()
                    .filter(created -> created.isAfter(Instant.EPOCH))
                    .map(created -> Ages.of(Duration.between(created, now)) + " ago")
                    .orElse("N/A");
        }

        private String createdBy(HistoryStep step) {
            String text = step.createdBy().replace('\t', ' ');
            return full || text.codePointCount(0, text.length()) <= CREATED_BY
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, CREATED_BY - 1)) + "…";
        }

        private String size(HistoryStep step) {
            return human ? Sizes.decimal(step.size()) : String.valueOf(step.size());
        }
    }
}
