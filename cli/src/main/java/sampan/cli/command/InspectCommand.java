package sampan.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Quoted;
import sampan.cli.flag.Usage;
import sampan.cli.table.Template;
import sampan.core.config.ConfigJson;
import sampan.core.error.EngineException;
import sampan.core.image.ImageInspection;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;

/** {@code inspect}: everything about containers and images, as JSON. */
final class InspectCommand implements Command {
    private static final Flag<String> FORMAT = Flag.text(
                    "format", "'json', or a template: '{{.State.Status}}', '{{json .Config}}'")
            .shorthand('f');
    private static final Flag<Boolean> SIZE =
            Flag.bool("size", "Show what it takes on disk").shorthand('s').comesWith("disk usage");
    private static final Flag<String> TYPE = Flag.text("type", "Look only for 'container' or only for 'image'");

    private static final Usage USAGE = Usage.of(
                    "inspect", "NAME|ID [NAME|ID...]", "Return low-level information on containers and images")
            .flags(FORMAT, SIZE, TYPE)
            .atLeast(1);

    /** Four spaces, a colon close to its name, as Docker prints it. */
    private static final ObjectWriter WRITER = ConfigJson.MAPPER
            .writer()
            .with(new DefaultPrettyPrinter(new Separators(
                            null,
                            ':',
                            Separators.Spacing.AFTER,
                            ',',
                            Separators.Spacing.NONE,
                            "",
                            ',',
                            Separators.Spacing.NONE,
                            ""))
                    .withObjectIndenter(new DefaultIndenter("    ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("    ", "\n")));

    private final String type;
    private final Usage usage;

    /** @param type {@code container}, {@code image}, or empty for whichever has the name */
    InspectCommand(String type) {
        this.type = type;
        usage = type.isEmpty()
                ? USAGE
                : USAGE.named(type + " inspect").flags(FORMAT, SIZE).atLeast(1);
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        String wanted = type.isEmpty() ? call.value(TYPE).orElse("") : type;
        if (!List.of("", "container", "image").contains(wanted)) {
            throw new CommandFailure(
                    1, "unknown type: " + Quoted.of(wanted) + ": must be one of \"container\", \"image\"");
        }
        List<JsonNode> found = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (String name : call.operands()) {
            try {
                found.add(find(call, name, wanted));
            } catch (EngineException.NotFound missing) {
                failures.add(wanted.isEmpty() ? "Error: No such object: " + name : Failures.text(missing));
            }
        }
        call.out().print(render(found, call.value(FORMAT).orElse("")));
        if (!failures.isEmpty()) {
            throw new CommandFailure(1, String.join("\n", failures));
        }
        return 0;
    }

    private static JsonNode find(Call call, String name, String wanted) {
        if (!wanted.equals("image")) {
            try {
                return ConfigJson.MAPPER.valueToTree(
                        call.engine().containers().find(name).inspect());
            } catch (EngineException.NotFound missing) {
                if (!wanted.isEmpty()) {
                    throw missing;
                }
            }
        }
        return ConfigJson.MAPPER.valueToTree(
                ImageInspection.of(call.engine().images().find(name)));
    }

    private static String render(List<JsonNode> found, String format) throws InvalidValue {
        if (format.isEmpty()) {
            return found.isEmpty() ? "[]\n" : WRITER.writeValueAsString(found) + "\n";
        }
        if (format.equals("json")) {
            return ConfigJson.MAPPER.writeValueAsString(found) + "\n";
        }
        Template template = Template.parse(format);
        StringBuilder text = new StringBuilder();
        for (JsonNode object : found) {
            text.append(template.apply(object)).append('\n');
        }
        return text.toString();
    }
}
