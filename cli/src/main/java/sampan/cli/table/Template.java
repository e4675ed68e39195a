package sampan.cli.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Quoted;
import sampan.core.config.ConfigJson;
import tools.jackson.databind.JsonNode;

/** The simple part of Go's template language: text, {@code {{.Field.Of.Field}}} and {@code {{json .Field}}}. */
public final class Template {
    private static final Pattern ACTION = Pattern.compile("(json )?\\s*((?:\\.[A-Za-z0-9_]+)+|\\.)");

    private final List<Part> parts;

    /** A piece of the output. */
    private sealed interface Part {
        record Text(String text) implements Part {}

        record Field(List<String> path, boolean json) implements Part {}
    }

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    public static Template parse(String source) throws InvalidValue {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        for (int open = source.indexOf("{{"); open >= 0; open = source.indexOf("{{", at)) {
            int close = source.indexOf("}}", open);
            if (close < 0) {
                throw new InvalidValue("template parsing error: unclosed action in " + Quoted.of(source));
            }
            parts.add(new Part.Text(text(source.substring(at, open))));
            parts.add(field(source.substring(open + 2, close).strip()));
            at = close + 2;
        }
        parts.add(new Part.Text(text(source.substring(at))));
        return new Template(parts);
    }

    private static Part field(String action) throws InvalidValue {
        Matcher matcher = ACTION.matcher(action);
        if (!matcher.matches()) {
            throw new InvalidValue("template parsing error: {{" + action
                    + "}} is not supported yet: only {{.Field}}, {{.Field.Of.Field}} and {{json .Field}} are");
        }
        String path = matcher.group(2).substring(1);
        return new Part.Field(path.isEmpty() ? List.of() : List.of(path.split("\\.")), matcher.group(1) != null);
    }

    /** In a shell's single quotes a tab is written as backslash t. */
    private static String text(String source) {
        return source.replace("\\t", "\t").replace("\\n", "\n");
    }

    /** The names of the fields, for the header of a table. */
    String header(Map<String, String> titles) {
        StringBuilder header = new StringBuilder();
        for (Part part : parts) {
            header.append(
                    switch (part) {
                        case Part.Text(String text) -> text;
                        case Part.Field(List<String> path, boolean _) ->
                            path.isEmpty() ? "" : titles.getOrDefault(path.getLast(), path.getLast());
                    });
        }
        return header.toString();
    }

    public String apply(JsonNode value) throws InvalidValue {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            out.append(
                    switch (part) {
                        case Part.Text(String text) -> text;
                        case Part.Field(List<String> path, boolean json) ->
                            json ? json(at(path, value)) : text(at(path, value));
                    });
        }
        return out.toString();
    }

    private static JsonNode at(List<String> path, JsonNode value) throws InvalidValue {
        JsonNode found = value;
        for (String name : path) {
            if (!found.has(name)) {
                String where = String.join(".", path);
                throw new InvalidValue("template parsing error: template: executing at <." + where
                        + ">: map has no entry for key " + Quoted.of(name));
            }
            found = found.get(name);
        }
        return found;
    }

    private static String json(JsonNode value) {
        return ConfigJson.MAPPER.writeValueAsString(value);
    }

    /** As Go prints a value: {@code [a b]}, {@code map[k:v]}. */
    private static String text(JsonNode value) {
        if (value.isArray()) {
            List<String> items = value.values().stream().map(Template::text).toList();
            return "[" + String.join(" ", items) + "]";
        }
        if (value.isObject()) {
            List<String> items = value.properties().stream()
                    .map(entry -> entry.getKey() + ":" + text(entry.getValue()))
                    .sorted()
                    .toList();
            return "map[" + String.join(" ", items) + "]";
        }
        return value.isNull() ? "<no value>" : value.asString();
    }
}
