package sampan.cli.context;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Formats;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.table.Column;
import sampan.cli.table.Inspector;
import sampan.cli.table.Listing;
import sampan.core.config.ConfigJson;
import tools.jackson.databind.node.ObjectNode;

/** {@code context ls}, {@code inspect} and {@code show}. */
final class ContextShowing {
    private static final Flag<Boolean> QUIET =
            Flag.bool("quiet", "Only show context names").shorthand('q');
    private static final Flag<String> FORMAT =
            Flag.text("format", "'json', 'table', or a template: 'table {{.Name}}\\t{{.DockerEndpoint}}'");
    private static final Flag<String> INSPECT_FORMAT = Flag.text(
                    "format", "'json', or a template: '{{.Endpoints.docker.Host}}'")
            .shorthand('f');

    private static final String USUAL_DESCRIPTION = "Current DOCKER_HOST based configuration";
    private static final String IN_MEMORY = "<IN MEMORY>";

    static final ContextCommand LIST = new ContextCommand(
            Usage.of("context ls", "", "List contexts")
                    .aliases("context ls", "context list")
                    .flags(FORMAT, QUIET)
                    .exactly(0),
            ContextShowing::list);
    static final ContextCommand INSPECT = new ContextCommand(
            Usage.of(
                            "context inspect",
                            "[CONTEXT] [CONTEXT...]",
                            "Display detailed information on one or more contexts")
                    .flags(INSPECT_FORMAT),
            ContextShowing::inspect);
    static final ContextCommand SHOW = new ContextCommand(
            Usage.of("context show", "", "Print the name of the current context")
                    .exactly(0),
            ContextShowing::show);

    private static final List<Column<Row>> COLUMNS = List.of(
            new Column<>("Name", "NAME", Row::name),
            new Column<>("Description", "DESCRIPTION", Row::description),
            new Column<>("DockerEndpoint", "DOCKER ENDPOINT", Row::host),
            new Column<>("Error", "ERROR", Row::error),
            new Column<>("Current", "", Row::current));
    private static final Listing<Row> LISTING = new Listing<>(
                    COLUMNS, List.of("Name", "Description", "DockerEndpoint", "Error"))
            .typed("formatter.clientContextContext");

    private ContextShowing() {}

    private record Row(String name, String description, String host, String error, boolean current) {
        static Row of(Context context, String description, boolean current) {
            String host = context.endpoint().map(Endpoint::host).orElse("");
            return new Row(context.name(), description, host, "", current);
        }

        Row marked() {
            return current ? new Row(name + " *", description, host, error, true) : this;
        }
    }

    private static void list(ContextCall call) throws IOException, InvalidValue {
        String format = call.value(FORMAT).orElse(call.flags().on(QUIET) ? "{{.Name}}" : "");
        List<Row> rows = rows(call);
        boolean plain = !format.isEmpty() && !format.startsWith("table");
        call.out()
                .print(LISTING.render(
                        plain ? rows : rows.stream().map(Row::marked).toList(), format));
    }

    private static List<Row> rows(ContextCall call) throws IOException, InvalidValue {
        String current = call.config().current();
        List<Context> contexts = new ArrayList<>(call.contexts().all());
        contexts.add(Context.usual(call.config().usualHost()));
        contexts.sort(java.util.Comparator.comparing(Context::name));
        List<Row> rows = new ArrayList<>();
        for (Context context : contexts) {
            boolean usual = context.name().equals(Context.DEFAULT);
            rows.add(Row.of(
                    context,
                    usual ? USUAL_DESCRIPTION : context.description(),
                    context.name().equals(current)));
        }
        if (rows.stream().noneMatch(Row::current)) {
            String error = "context not found: " + call.contexts().metaFolder(current);
            rows.add(new Row(current, "", "", error, true));
        }
        return rows;
    }

    private static void inspect(ContextCall call) throws IOException, InvalidValue, CommandFailure {
        Inspector inspector = Formats.inspector(call.value(INSPECT_FORMAT).orElse(""));
        List<String> names = call.operands().isEmpty() ? List.of(call.config().current()) : call.operands();
        List<String> failures = new ArrayList<>();
        for (String name : names) {
            try {
                inspector.add(everything(call, name), "");
            } catch (InvalidValue missing) {
                failures.add(missing.getMessage());
            }
        }
        call.out().print(inspector.text());
        if (!failures.isEmpty()) {
            throw new CommandFailure(1, String.join("\n", failures));
        }
    }

    private static ObjectNode everything(ContextCall call, String name) throws IOException, InvalidValue {
        boolean usual = name.equals(Context.DEFAULT);
        Context context = usual
                ? Context.usual(call.config().usualHost())
                : call.contexts().find(name);
        ObjectNode all = ConfigJson.MAPPER.createObjectNode();
        all.setAll(context.meta());
        ObjectNode material = all.putObject("TLSMaterial");
        List<String> files =
                usual ? List.of() : List.copyOf(call.contexts().material(name).keySet());
        if (!files.isEmpty()) {
            files.forEach(material.putArray("docker")::add);
        }
        ObjectNode storage = all.putObject("Storage");
        storage.put(
                "MetadataPath",
                usual ? IN_MEMORY : call.contexts().metaFolder(name).toString());
        storage.put(
                "TLSPath", usual ? IN_MEMORY : call.contexts().tlsFolder(name).toString());
        return all;
    }

    private static void show(ContextCall call) throws IOException, InvalidValue {
        call.out().println(call.config().current());
    }
}
