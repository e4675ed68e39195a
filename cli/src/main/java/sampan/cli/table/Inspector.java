package sampan.cli.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sampan.cli.flag.InvalidValue;
import sampan.cli.go.DockerTypes;
import sampan.cli.go.GoJson;
import sampan.cli.go.Value;
import sampan.cli.template.Template;
import sampan.cli.template.TemplateError;
import sampan.core.config.ConfigJson;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;

/**
 * What the {@code inspect} commands print: objects as JSON, or each through a template. A template is tried with the types of Docker's client first, where {@code
 * .ID} and pointers are, and where that fails with the JSON itself, where {@code .Id} is.
 */
public final class Inspector {
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

    private final List<JsonNode> objects = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final boolean oneLine;
    private final @Nullable Template template;

    private Inspector(boolean oneLine, @Nullable Template template) {
        this.oneLine = oneLine;
        this.template = template;
    }

    /** @param format empty, {@code json} or a template */
    public static Inspector of(String format) throws TemplateError {
        boolean isTemplate = !format.isEmpty() && !format.equals("json");
        return new Inspector(format.equals("json"), isTemplate ? Template.parse(format) : null);
    }

    /** As {@link #add}, for what Docker's client shows by its types alone. */
    public void addTyped(JsonNode object, String type) throws InvalidValue {
        objects.add(object);
        if (template != null) {
            execute(GoJson.decode(DockerTypes.of(type), object), false);
        }
    }

    private void execute(Value value, boolean strictly) throws InvalidValue {
        Template parsed = Objects.requireNonNull(template);
        try {
            text.append(strictly ? parsed.executeStrictly(value) : parsed.execute(value))
                    .append('\n');
        } catch (TemplateError wrong) {
            throw new InvalidValue("template parsing error: " + wrong.getMessage());
        }
    }

    /**
     * @param type in Docker's client: {@code container.InspectResponse}; empty when only the JSON counts
     * @throws InvalidValue when the template cannot be executed with this object; others may follow
     */
    public void add(JsonNode object, String type) throws InvalidValue {
        objects.add(object);
        if (template == null) {
            return;
        }
        if (!type.isEmpty()) {
            try {
                text.append(template.execute(GoJson.decode(DockerTypes.of(type), object)))
                        .append('\n');
                return;
            } catch (TemplateError _) {
                // The JSON may have more, or call it otherwise.
            }
        }
        execute(GoJson.tree(object), true);
    }

    /** All of them. */
    public String text() {
        if (template != null) {
            return text.isEmpty() ? "\n" : text.toString();
        }
        if (oneLine || objects.isEmpty()) {
            return ConfigJson.MAPPER.writeValueAsString(objects) + "\n";
        }
        return WRITER.writeValueAsString(objects) + "\n";
    }
}
