package sampan.cli.command.volume;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.FilterFlag;
import sampan.cli.call.Formats;
import sampan.cli.call.Preferences;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.ink.Ink;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.core.filter.VolumeFilter;
import sampan.core.volume.Volume;

/** {@code volume ls}. */
public final class VolumeListCommand implements Command {
    private static final Flag<Boolean> CLUSTER =
            Flag.bool("cluster", "Only those of a swarm, of which there is none here");
    private static final Flag<String> FILTER = Flag.of(
                    "filter",
                    "filter",
                    "Only those that fit (dangling=true, driver=, label=, name=)",
                    FilterFlag::parse)
            .shorthand('f');
    private static final Flag<String> FORMAT =
            Flag.text("format", "'table', 'table TEMPLATE', 'raw', 'json' or a template: '{{.Name}} {{.Labels}}'");
    private static final Flag<Boolean> QUIET =
            Flag.bool("quiet", "Only display volume names").shorthand('q');

    private static final Usage USAGE = Usage.of("volume ls", "", "List volumes")
            .aliases("volume ls", "volume list")
            .flags(CLUSTER, FILTER, FORMAT, QUIET)
            .exactly(0);

    private static final String CLUSTER_FORMAT =
            "table {{.Name}}\t{{.Group}}\t{{.Driver}}\t{{.Availability}}\t{{.Status}}";
    private static final String UNKNOWN = "N/A";
    public static final String RAW = """
            name: {{.Name}}
            driver: {{.Driver}}
            """;
    public static final Listing<Volume> LISTING = new Listing<Volume>(
                    List.of(
                            new Column<>("Availability", "AVAILABILITY", _ -> UNKNOWN),
                            new Column<>("Driver", "DRIVER", _ -> "local"),
                            new Column<>("Group", "GROUP", _ -> UNKNOWN),
                            new Column<>("Labels", "LABELS", VolumeListCommand::labels),
                            new Column<>("Links", "LINKS", _ -> UNKNOWN),
                            new Column<>(
                                    "Mountpoint",
                                    "MOUNTPOINT",
                                    volume -> volume.mountpoint().toString()),
                            new Column<Volume>(
                                            "Name",
                                            "VOLUME NAME",
                                            volume -> volume.name().text())
                                    .inked(_ -> Ink.WORD)
                                    .shrinking(),
                            new Column<>("Scope", "SCOPE", _ -> "local"),
                            new Column<>("Size", "SIZE", _ -> UNKNOWN),
                            new Column<>("Status", "STATUS", _ -> UNKNOWN)),
                    List.of("Driver", "Name"))
            .typed("formatter.volumeContext")
            .raw(RAW);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        VolumeFilter filter = VolumeFilter.ofList(FilterFlag.byKey(call.flags().values(FILTER)));
        List<Volume> volumes = call.engine().volumes().list().stream()
                .filter(volume -> !call.on(CLUSTER)
                        && filter.fits(volume, call.engine()::volumeUsers)
                        && call.engine().shows(volume))
                .toList();
        String format = call.value(FORMAT).orElse("");
        if (call.on(QUIET)) {
            format = Formats.quiet(format, "{{.Name}}", "name: {{.Name}}");
        } else if (format.isEmpty() && call.on(CLUSTER)) {
            format = CLUSTER_FORMAT;
        } else if (format.isEmpty()) {
            format = Preferences.format(call, "volumesFormat");
        }
        call.out().print(LISTING.render(volumes, format, Formats.medium(call)));
        return 0;
    }

    private static String labels(Volume volume) {
        Map<String, String> sorted = new TreeMap<>(volume.labels());
        return sorted.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }
}
