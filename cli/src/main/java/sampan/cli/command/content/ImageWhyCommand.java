package sampan.cli.command.content;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.Formats;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.cli.table.Sizes;
import sampan.core.content.ImageContent;
import sampan.core.content.PathHistory;
import sampan.core.content.PathHistory.Event;
import sampan.kernel.file.FileStatus;
import sampan.oci.image.History;

/** {@code image why}: which layers of an image had a say about a file, and which steps of its building made them. */
public final class ImageWhyCommand implements Command {
    private static final Flag<String> FORMAT =
            Flag.text("format", "'json', 'table', or a template: '{{.Layer}} {{.CreatedBy}}'");
    private static final Flag<Boolean> NO_TRUNC = Flag.bool("no-trunc", "Show everything in full");

    private static final Usage USAGE = Usage.of(
                    "image why",
                    "IMAGE FILE",
                    "Show which layer and which build step brought a file\n\nThe newest comes first; layers are counted from"
                            + " the lowest. What a link leads to follows the link.")
            .flags(FORMAT, NO_TRUNC)
            .exactly(2);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        String image = call.operands().getFirst();
        String path = call.operands().get(1);
        try (ImageContent content = Contents.open(call, image)) {
            List<Event> events = PathHistory.of(content, path);
            if (events.isEmpty()) {
                throw Contents.missing(path, image);
            }
            int layers = content.image().layers().size();
            boolean full = call.on(NO_TRUNC);
            call.out()
                    .print(listing(layers, full)
                            .render(events, call.value(FORMAT).orElse(""), Formats.medium(call, full)));
        }
        return 0;
    }

    private static Listing<Event> listing(int layers, boolean full) {
        return new Listing<Event>(
                        List.of(
                                new Column<>("Path", "PATH", event -> FileNames.text(event.path())),
                                new Column<>(
                                        "Layer", "LAYER", event -> event.layer().number() + "/" + layers),
                                new Column<>("Digest", "DIGEST", event -> Layers.digest(event.layer(), full)),
                                new Column<>(
                                        "Action",
                                        "ACTION",
                                        event -> event.deed().name().toLowerCase(Locale.ROOT)),
                                new Column<>("Size", "SIZE", ImageWhyCommand::size),
                                new Column<>("CreatedAt", "CREATED AT", event -> Layers.createdAt(event.layer())),
                                new Column<Event>("CreatedBy", "CREATED BY", event -> Layers.createdBy(event.layer()))
                                        .shrinking(),
                                new Column<Event>(
                                        "Comment",
                                        "COMMENT",
                                        event -> event.layer()
                                                .step()
                                                .map(History::comment)
                                                .orElse(""))),
                        List.of("Path", "Layer", "Digest", "Action", "Size", "CreatedBy"))
                .typed("image.whyContext");
    }

    private static String size(Event event) {
        return event.status()
                .filter(FileStatus::isRegular)
                .map(status -> Sizes.decimal(status.size()))
                .orElse("-");
    }
}
