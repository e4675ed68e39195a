package sampan.cli.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sampan.cli.flag.InvalidValue;
import sampan.core.config.ConfigJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows in the format the user wants.
 *
 * @param columns all that templates and JSON can name
 * @param shown names of those in the table, in order
 */
public record Listing<T>(List<Column<T>> columns, List<String> shown) {
    private static final String TABLE = "table";

    /** @param format empty or {@code table}, {@code table TEMPLATE}, {@code json} or a template */
    public String render(List<T> rows, String format) throws InvalidValue {
        if (format.equals("json")) {
            return rows.stream()
                    .map(row -> ConfigJson.MAPPER.writeValueAsString(fields(row)) + "\n")
                    .collect(Collectors.joining());
        }
        if (format.isEmpty() || format.equals(TABLE)) {
            String all = shown.stream().map(name -> "{{." + name + "}}").collect(Collectors.joining("\t"));
            return table(rows, Template.parse(all));
        }
        if (format.startsWith(TABLE + " ")) {
            return table(rows, Template.parse(format.substring(TABLE.length() + 1)));
        }
        Template template = Template.parse(format);
        StringBuilder text = new StringBuilder();
        for (T row : rows) {
            text.append(template.apply(fields(row))).append('\n');
        }
        return text.toString();
    }

    private String table(List<T> rows, Template template) throws InvalidValue {
        Map<String, String> titles = new HashMap<>();
        columns.forEach(column -> titles.put(column.name(), column.title()));
        Table table = new Table();
        table.add(template.header(titles));
        for (T row : rows) {
            table.add(template.apply(fields(row)));
        }
        return table.toString();
    }

    private ObjectNode fields(T row) {
        ObjectNode fields = ConfigJson.MAPPER.createObjectNode();
        columns.forEach(column -> fields.put(column.name(), column.value().apply(row)));
        return fields;
    }
}
