package sampan.cli.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sampan.cli.flag.InvalidValue;
import sampan.cli.go.GoType;
import sampan.cli.go.JsonText;
import sampan.cli.go.Method;
import sampan.cli.go.Types;
import sampan.cli.go.Value;
import sampan.cli.template.Template;
import sampan.cli.template.TemplateError;

/**
 * Rows in the format the user wants.
 *
 * @param columns all that templates and JSON can name
 * @param shown names of those in the table, in order
 * @param words how this listing differs from others in its words
 */
public record Listing<T>(List<Column<T>> columns, List<String> shown, Words<T> words) {
    private static final String TABLE = "table";
    private static final GoType TITLES = new GoType.MapOf(
            "formatter.SubHeaderContext",
            Types.STRING,
            Types.STRING,
            Map.of(
                    "Label",
                    new Method(
                            List.of(Types.STRING),
                            (_, name) -> title(name.getFirst().text()))));

    /**
     * What is a listing's own.
     *
     * @param type as errors about templates call it
     * @param badSyntax what comes before the error of a template that cannot be parsed
     * @param badValue what comes before the error of one that cannot be executed
     * @param raw the template of {@code --format raw}, empty when there is none
     * @param blank what a row of nothing shows, where a template is tried with one first; empty where it is not
     * @param lookup methods with an argument: {@code {{.Label "x"}}}
     */
    public record Words<T>(
            String type,
            String badSyntax,
            String badValue,
            String raw,
            Map<String, String> blank,
            Map<String, BiFunction<T, String, String>> lookup) {}

    private static final String BAD = "template parsing error: ";

    public Listing(List<Column<T>> columns, List<String> shown) {
        this(columns, shown, new Words<>("formatter.Context", BAD, BAD, "", Map.of(), Map.of()));
    }

    /** @param type of Docker's, as errors call it: {@code formatter.imageContext} */
    public Listing<T> typed(String type) {
        return with(new Words<>(type, words.badSyntax(), words.badValue(), words.raw(), words.blank(), words.lookup()));
    }

    /** @param template of one row in {@code --format raw} */
    public Listing<T> raw(String template) {
        return with(new Words<>(
                words.type(), words.badSyntax(), words.badValue(), template, words.blank(), words.lookup()));
    }

    public Listing<T> lookup(String name, BiFunction<T, String, String> method) {
        return with(new Words<>(
                words.type(), words.badSyntax(), words.badValue(), words.raw(), words.blank(), Map.of(name, method)));
    }

    /**
     * As {@code ps} does: it tries the template first, and has sentences of its own.
     *
     * @param blank what a row of nothing shows, by column, where that is not the empty text
     */
    public Listing<T> triedFirst(Map<String, String> blank) {
        return with(new Words<>(
                words.type(),
                "failed to parse template: ",
                "failed to execute template: ",
                words.raw(),
                blank,
                words.lookup()));
    }

    private Listing<T> with(Words<T> other) {
        return new Listing<>(columns, shown, other);
    }

    /** @param format empty or {@code table}, {@code table TEMPLATE}, {@code json}, {@code raw} or a template */
    public String render(List<T> rows, String format) throws InvalidValue {
        return render(rows, format, Medium.FILE);
    }

    /** @param medium the usual table fits a terminal; one that a template describes is as the user wants it */
    public String render(List<T> rows, String format, Medium medium) throws InvalidValue {
        tryFirst(format);
        if (format.equals("json")) {
            return lines(rows, parse("{{json .}}"));
        }
        if (format.isEmpty() || format.equals(TABLE)) {
            String all = shown.stream().map(name -> "{{." + name + "}}").collect(Collectors.joining("\t"));
            return Table.align(shownColumns(), titled(rows, parse(all)), medium);
        }
        if (format.equals("raw") && !words.raw().isEmpty()) {
            return lines(rows, parse(words.raw()));
        }
        boolean table = format.startsWith(TABLE);
        // In a shell's single quotes a tab is written as backslash t.
        String source = (table ? blankless(format.substring(TABLE.length())) : format)
                .replace("\\t", "\t")
                .replace("\\n", "\n");
        Template template = parse(source);
        return table ? Table.align(titled(rows, template), medium) : lines(rows, template);
    }

    private List<Column<T>> shownColumns() {
        return shown.stream()
                .map(name -> columns.stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private void tryFirst(String format) throws InvalidValue {
        if (!words.blank().isEmpty() && !format.isEmpty()) {
            try {
                parse(format).execute(value(new GoType.PointerTo(type()), null));
            } catch (TemplateError wrong) {
                throw new InvalidValue(words.badValue() + wrong.getMessage());
            }
        }
    }

    /** Of the column of a label: its last part. */
    private static Value title(String label) {
        return Value.of(
                label.substring(label.lastIndexOf('.') + 1).replace('-', ' ').replace('_', ' '));
    }

    private static String blankless(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(start, end);
    }

    private Template parse(String source) throws InvalidValue {
        try {
            return Template.parse(source);
        } catch (TemplateError wrong) {
            throw new InvalidValue(words.badSyntax() + wrong.getMessage());
        }
    }

    private String lines(List<T> rows, Template template) throws InvalidValue {
        GoType type = new GoType.PointerTo(type());
        StringBuilder text = new StringBuilder();
        try {
            for (T row : rows) {
                text.append(template.execute(value(type, row))).append('\n');
            }
        } catch (TemplateError wrong) {
            throw new InvalidValue(words.badValue() + wrong.getMessage());
        }
        return text.toString();
    }

    private String titled(List<T> rows, Template template) throws InvalidValue {
        SortedMap<String, Value> titles = new TreeMap<>();
        columns.forEach(column -> titles.put(column.name(), Value.of(column.title())));
        String body = lines(rows, template);
        return titles(template, new Value(TITLES, titles)) + "\n" + body;
    }

    /** As much of them as can be made: a template that does with texts what cannot be done with titles is none the worse. */
    private static String titles(Template template, Value titles) {
        try {
            return template.executeTitles(titles);
        } catch (TemplateError wrong) {
            return wrong.output();
        }
    }

    private Value value(GoType type, @Nullable T row) {
        return new Value(type, new Value(((GoType.PointerTo) type).target(), new Row<>(row)));
    }

    /** What a row's methods know; it is none where a template is only tried. */
    private record Row<T>(@Nullable T row) {}

    private GoType type() {
        Map<String, Method> methods = new HashMap<>();
        for (Column<T> column : columns) {
            methods.put(column.name(), Method.of(value -> text(column, value)));
        }
        words.lookup().forEach((name, method) -> methods.put(name, lookup(method)));
        methods.put("MarshalJSON", Method.of(value -> Value.of(json(value))));
        return new GoType.Struct(words.type(), List.of(), methods);
    }

    @SuppressWarnings("unchecked") // a listing's rows meet its own columns only
    private @Nullable T row(Value value) {
        return value.indirect().data() instanceof Row<?> row ? (T) row.row() : null;
    }

    private Value text(Column<T> column, Value value) {
        T row = row(value);
        return row == null
                ? Value.of(words.blank().getOrDefault(column.name(), ""))
                : switch (column.value().apply(row)) {
                    case Value given -> given;
                    case Boolean truth -> Value.of((boolean) truth);
                    case Long number -> Value.of((long) number);
                    case Object text -> Value.of(text.toString());
                };
    }

    private Method lookup(BiFunction<T, String, String> method) {
        return new Method(List.of(Types.STRING), (value, arguments) -> {
            T row = row(value);
            return Value.of(
                    row == null ? "" : method.apply(row, arguments.getFirst().text()));
        });
    }

    private String json(Value value) {
        return columns.stream()
                .sorted(java.util.Comparator.comparing(Column::name))
                .map(column -> JsonText.quote(column.name(), true) + ":" + scalar(text(column, value)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String scalar(Value value) {
        return value.data() instanceof String text ? JsonText.quote(text, true) : String.valueOf(value.data());
    }
}
