package sampan.cli.call;

import java.io.IOException;
import sampan.cli.go.Budget;
import sampan.cli.go.DockerTypes;
import sampan.cli.go.GoError;
import sampan.cli.go.GoJson;
import sampan.cli.go.Value;
import sampan.cli.table.Inspector;
import sampan.cli.table.Medium;
import sampan.cli.template.Template;
import sampan.cli.template.TemplateError;
import tools.jackson.databind.JsonNode;

/** {@code --format} of the commands that show objects; those that list rows have a {@link sampan.cli.table.Listing}. */
public final class Formats {
    /** Docker's exit status for a template that cannot be parsed. */
    private static final int BAD_TEMPLATE = 64;

    private Formats() {}

    /** @param format empty, {@code json} or a template */
    public static Inspector inspector(String format) throws CommandFailure {
        try {
            return Inspector.of(format);
        } catch (TemplateError wrong) {
            throw unparsable(wrong);
        }
    }

    /**
     * Prints one object.
     *
     * @param type in Docker's client: {@code system.dockerInfo}
     * @param name of the template, as its errors call it
     * @param format {@code json} or a template
     */
    public static void print(Call call, JsonNode object, String type, String name, String format)
            throws IOException, CommandFailure {
        Value value = GoJson.decode(DockerTypes.of(type), object);
        if (format.equals("json")) {
            call.out().println(json(value));
            return;
        }
        Template template = parse(name, format);
        try {
            call.out().println(template.execute(value));
        } catch (TemplateError wrong) {
            call.out().println(wrong.output());
            throw new CommandFailure(1, wrong.getMessage());
        }
    }

    /**
     * With {@code --quiet}: the usual formats show only what names a row; any other stays as the caller wrote it.
     *
     * @param name template of what names a row
     * @param raw the same for {@code --format raw}
     */
    public static String quiet(String format, String name, String raw) {
        return switch (format) {
            case "", "table" -> name;
            case "raw" -> raw;
            default -> format;
        };
    }

    /** What the caller's stdout is. */
    public static Medium medium(Call call) {
        return call.session().request().isTerminal(1)
                ? Medium.terminal(
                        call.session().columns(), call.session().request().colours(1))
                : Medium.FILE;
    }

    /** @param full nothing is to be shortened */
    public static Medium medium(Call call, boolean full) {
        return full ? medium(call).endless() : medium(call);
    }

    private static String json(Value value) throws CommandFailure {
        try {
            return GoJson.encode(new Budget(), value);
        } catch (GoError wrong) {
            throw new CommandFailure(1, wrong.getMessage());
        }
    }

    private static Template parse(String name, String format) throws CommandFailure {
        try {
            return Template.parse(name, format);
        } catch (TemplateError wrong) {
            throw unparsable(wrong);
        }
    }

    private static CommandFailure unparsable(TemplateError wrong) {
        return new CommandFailure(BAD_TEMPLATE, "template parsing error: " + wrong.getMessage());
    }
}
