package sampan.cli.command.content;

import java.io.IOException;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.Formats;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.cli.table.Medium;
import sampan.cli.table.Sizes;
import sampan.core.content.LayerUse;
import sampan.core.image.catalogue.HeldImage;

/** {@code image tree}: the layers of an image, what they hold, and what of it nobody will ever see. */
public final class ImageTreeCommand implements Command {
    private static final Flag<String> FORMAT =
            Flag.text("format", "'json', 'table', or a template of a layer: '{{.Layer}} {{.Size}} {{.Wasted}}'");
    private static final Flag<Boolean> NO_TRUNC = Flag.bool("no-trunc", "Show everything in full");

    private static final Usage USAGE = Usage.of(
                    "image tree",
                    "IMAGE",
                    "Show sizes by layer and wasted bytes\n\nBytes are wasted in files that a layer above replaced or"
                            + " deleted: they are stored and sent, and no container sees them.")
            .flags(FORMAT, NO_TRUNC)
            .exactly(1);

    private static final int NAMED = 10;

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        String name = call.operands().getFirst();
        boolean full = call.on(NO_TRUNC);
        Medium medium = Formats.medium(call, full);
        String format = call.value(FORMAT).orElse("");
        try (HeldImage image = call.engine().images().hold(name)) {
            LayerUse.Report report = LayerUse.of(image, NAMED);
            List<LayerUse.Use> layers = report.layers().reversed();
            if (!format.isEmpty()) {
                call.out().print(layers(full).render(layers, format, medium));
                return 0;
            }
            call.out().println(headline(name, report));
            call.out().print("\n" + layers(full).render(layers, "", medium));
            if (!report.largest().isEmpty()) {
                call.out().print("\n" + wasted().render(report.largest(), "", medium));
            }
        }
        return 0;
    }

    private static String headline(String name, LayerUse.Report report) {
        int layers = report.layers().size();
        return name + ": " + Sizes.decimal(report.size()) + " in " + layers + (layers == 1 ? " layer, " : " layers, ")
                + Sizes.decimal(report.wasted()) + " wasted";
    }

    private static Listing<LayerUse.Use> layers(boolean full) {
        return new Listing<LayerUse.Use>(
                        List.of(
                                new Column<>("Layer", "LAYER", use ->
                                        (long) use.layer().number()),
                                new Column<>("Digest", "DIGEST", use -> Layers.digest(use.layer(), full)),
                                new Column<>("Size", "SIZE", use -> Sizes.decimal(use.size())),
                                new Column<>("Wasted", "WASTED", use -> Sizes.decimal(use.wasted())),
                                new Column<>("SizeBytes", "SIZE", LayerUse.Use::size),
                                new Column<>("WastedBytes", "WASTED", LayerUse.Use::wasted),
                                new Column<>("Files", "FILES", LayerUse.Use::files),
                                new Column<>("Deletions", "DELETIONS", LayerUse.Use::deletions),
                                new Column<>("CreatedAt", "CREATED AT", use -> Layers.createdAt(use.layer())),
                                new Column<LayerUse.Use>(
                                                "CreatedBy", "CREATED BY", use -> Layers.createdBy(use.layer()))
                                        .shrinking()),
                        List.of("Layer", "Digest", "Size", "Wasted", "Files", "Deletions", "CreatedBy"))
                .typed("image.treeContext");
    }

    private static Listing<LayerUse.Wasted> wasted() {
        return new Listing<>(
                List.of(
                        new Column<>("Wasted", "WASTED", file -> Sizes.decimal(file.size())),
                        new Column<>(
                                "Layer", "LAYER", file -> (long) file.layer().number()),
                        new Column<>("Path", "PATH", file -> FileNames.text(file.path()))),
                List.of("Wasted", "Layer", "Path"));
    }
}
