package sampan.cli.command.container;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sampan.cli.go.DockerTypes;
import sampan.cli.go.Value;
import sampan.cli.ink.Ink;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.cli.table.Sizes;
import sampan.core.container.Container;
import sampan.core.container.list.Ages;
import sampan.core.container.list.ContainerSummary;
import sampan.core.error.Quoted;

/** Containers as {@code ps} shows them. */
public final class ContainerListing {
    private static final int SHORT_ID = 12;
    private static final int SHORT_COMMAND = 20;
    private static final DateTimeFormatter CREATED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z z");

    private static final String RAW = """
            container_id: {{.ID}}
            image: {{.Image}}
            command: {{.Command}}
            created_at: {{.CreatedAt}}
            state: {{.State}}
            status: {{.Status}}
            names: {{.Names}}
            labels: {{- if .Labels}} {{.Labels}}{{end}}
            ports: {{- if .Ports}} {{.Ports}}{{end}}
            """;
    public static final String RAW_WITH_SIZE = RAW + "size: {{.Size}}\n";
    private static final List<String> USUAL =
            List.of("ID", "Image", "Command", "RunningFor", "Status", "Ports", "Names");
    private static final List<String> WITH_SIZE =
            List.of("ID", "Image", "Command", "RunningFor", "Status", "Ports", "Names", "Size");
    private static final int SHORT_MOUNT = 15;
    private static final Value NO_PLATFORM = new Value(DockerTypes.of("*v1.Platform"), null);
    private static final Map<String, String> BLANK =
            Map.of("Command", "\"\"", "Image", "<no image>", "LocalVolumes", "0", "Size", "0B");

    private final Instant now;
    private final boolean full;
    private final boolean sizes;

    /** As much of a status as tells how it is: {@code Exited (137)…}. */
    private static final int STATUS = 13;

    private ContainerListing(Instant now, boolean full, boolean sizes) {
        this.now = now;
        this.full = full;
        this.sizes = sizes;
    }

    /**
     * @param full nothing is shortened
     * @param sizes what they take on disk is looked up
     */
    public static Listing<Container> of(Instant now, boolean full, boolean sizes) {
        return new Listing<Container>(new ContainerListing(now, full, sizes).columns(), sizes ? WITH_SIZE : USUAL)
                .typed("formatter.ContainerContext")
                .raw(sizes ? RAW_WITH_SIZE : RAW)
                .triedFirst(BLANK)
                .lookup(
                        "Label",
                        (container, name) -> container.config().labels().getOrDefault(name, ""));
    }

    private List<Column<Container>> columns() {
        return List.of(
                new Column<Container>("Command", "COMMAND", this::command).dispensable(),
                new Column<>("CreatedAt", "CREATED AT", ContainerListing::createdAt),
                new Column<>("ID", "CONTAINER ID", this::id),
                new Column<Container>(
                                "Image",
                                "IMAGE",
                                container -> container.config().image())
                        .shrinking(),
                new Column<>("Labels", "LABELS", ContainerListing::labels),
                new Column<>("LocalVolumes", "LOCAL VOLUMES", ContainerListing::localVolumes),
                new Column<>("Mounts", "MOUNTS", this::mounts),
                new Column<>("Names", "NAMES", Container::name).inked(_ -> Ink.WORD),
                new Column<>("Networks", "NETWORKS", container -> String.join(",", container.networks())),
                new Column<>("Platform", "PLATFORM", _ -> NO_PLATFORM),
                new Column<Container>("Ports", "PORTS", Container::ports).shrinking(),
                new Column<>("RunningFor", "CREATED", this::runningFor).dispensable(),
                new Column<>("Size", "SIZE", this::size),
                new Column<>("State", "STATE", container -> container.state().status()),
                new Column<>("Status", "STATUS", this::status)
                        .inked(ContainerListing::ink)
                        .shrinking(STATUS));
    }

    private String id(Container container) {
        return full ? container.id() : container.id().substring(0, SHORT_ID);
    }

    private String command(Container container) {
        String command = ContainerSummary.command(container.config());
        return Quoted.of(full ? command : shortened(command, SHORT_COMMAND));
    }

    private static String shortened(String text, int most) {
        int length = text.codePointCount(0, text.length());
        return length <= most ? text : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    private String mounts(Container container) {
        return container.mounts().stream()
                .map(mount -> mount.name().isEmpty() ? mount.source() : mount.name())
                .filter(name -> !name.isEmpty())
                .map(name -> full ? name : shortened(name, SHORT_MOUNT))
                .collect(Collectors.joining(","));
    }

    private static String localVolumes(Container container) {
        return String.valueOf(container.mounts().stream()
                .filter(mount -> mount.type().equals("volume"))
                .count());
    }

    private String size(Container container) {
        if (!sizes) {
            return "0B";
        }
        long own = container.diskUsage();
        return Sizes.decimal(own) + " (virtual " + Sizes.decimal(own + container.imageSize()) + ")";
    }

    private static String createdAt(Container container) {
        return CREATED.format(container.created().atZone(ZoneId.systemDefault()));
    }

    private static String labels(Container container) {
        return container.config().labels().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }

    private String runningFor(Container container) {
        return ago(container.created());
    }

    private String status(Container container) {
        return ContainerSummary.status(container, now);
    }

    /** Of a status. */
    private static Ink ink(String status) {
        if (status.contains("(unhealthy)") || status.startsWith("Dead")) {
            return Ink.BAD;
        }
        if (status.contains("(Paused)") || status.startsWith("Restarting") || status.startsWith("Removal")) {
            return Ink.DOUBTFUL;
        }
        if (status.startsWith("Exited") && !status.startsWith("Exited (0)")) {
            return Ink.BAD;
        }
        return status.startsWith("Up") ? Ink.GOOD : Ink.FAINT;
    }

    private String ago(Instant moment) {
        return Ages.of(Duration.between(moment, now)) + " ago";
    }
}
