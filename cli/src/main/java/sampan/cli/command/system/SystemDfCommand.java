package sampan.cli.command.system;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Formats;
import sampan.cli.command.container.ContainerListing;
import sampan.cli.command.image.ImageListing;
import sampan.cli.command.volume.VolumeListCommand;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.cli.table.Sizes;
import tools.jackson.databind.node.ObjectNode;

/** {@code system df}: what everything takes on disk. */
public final class SystemDfCommand implements Command {
    private static final Flag<String> FORMAT =
            Flag.text("format", "'json', 'table', 'raw', or a template: 'table {{.Type}}\\t{{.Size}}'");
    private static final Flag<Boolean> VERBOSE =
            Flag.bool("verbose", "Show detailed information on space usage").shorthand('v');

    private static final Usage USAGE =
            Usage.of("system df", "", "Show disk usage").flags(FORMAT, VERBOSE).exactly(0);

    private static final Listing<DiskUse> SUMMARY = new Listing<DiskUse>(
                    List.of(
                            new Column<>("Active", "ACTIVE", use -> String.valueOf(use.active())),
                            new Column<>("Reclaimable", "RECLAIMABLE", DiskUse::reclaimableText),
                            new Column<>("Size", "SIZE", use -> Sizes.precise(use.size())),
                            new Column<>("TotalCount", "TOTAL", use -> String.valueOf(use.total())),
                            new Column<>("Type", "TYPE", DiskUse::type)),
                    List.of("Type", "TotalCount", "Active", "Size", "Reclaimable"))
            .typed("formatter.diskUsageImagesContext")
            .raw("""
                    type: {{.Type}}
                    total: {{.TotalCount}}
                    active: {{.Active}}
                    size: {{.Size}}
                    reclaimable: {{.Reclaimable}}
                    """);

    /** With {@code --verbose}, over what {@link DiskUsage#json} gives. */
    private static final String RAW = "{{$gap := \"\"}}"
            + section("Image", ImageListing.RAW_WITH_DIGEST)
            + section("Container", ContainerListing.RAW_WITH_SIZE)
            + section("Volume", VolumeListCommand.RAW);

    private static String section(String type, String row) {
        return "{{range .%ss}}{{$gap}}type: %s\n%s{{$gap = \"\\n\"}}{{end}}".formatted(type, type, row);
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        DiskUsage usage = DiskUsage.of(call.engine(), Instant.now());
        String format = call.value(FORMAT).orElse("");
        if (!call.on(VERBOSE)) {
            call.out().print(SUMMARY.render(usage.summary(), format, Formats.medium(call)));
        } else if (format.isEmpty() || format.equals("table")) {
            call.out()
                    .print(usage.tables(Formats.medium(call))
                            + DiskOwners.of(call).table(Formats.medium(call)));
        } else {
            ObjectNode all = usage.json();
            DiskOwners.of(call).addTo(all);
            Formats.print(call, all, "*formatter.diskUsageContext", "", format.equals("raw") ? RAW : format);
        }
        return 0;
    }
}
