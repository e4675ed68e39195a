package sampan.cli.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import sampan.cli.go.Budget;
import sampan.cli.go.GoError;
import sampan.cli.go.GoJson;
import sampan.cli.go.GoType;
import sampan.cli.go.Text;
import sampan.cli.go.Types;
import sampan.cli.go.Value;

/** The functions that Docker's client adds. */
final class DockerFunctions {
    private static final GoType TEXT = Types.STRING;
    /** What a text takes beside its characters. */
    private static final long PART = 50;

    static final Map<String, Function> FUNCTIONS = Map.of(
            "json",
                    Function.of(
                            List.of(Types.ANY), (budget, values) -> Value.of(GoJson.encode(budget, values.getFirst()))),
            "split",
                    Function.of(
                            List.of(TEXT, TEXT),
                            (budget, values) -> Value.of(split(
                                    budget,
                                    values.getFirst().text(),
                                    values.getLast().text()))),
            "join", Function.of(List.of(Types.STRINGS, TEXT), DockerFunctions::join),
            "title", ofText(DockerFunctions::title),
            "lower", ofText(text -> mapped(text, Character::toLowerCase)),
            "upper", ofText(text -> mapped(text, Character::toUpperCase)),
            "pad", Function.of(List.of(TEXT, Types.INT, Types.INT), (budget, values) -> pad(budget, values)),
            "truncate",
                    Function.of(
                            List.of(TEXT, Types.INT),
                            (_, values) -> truncate(
                                    values.getFirst().text(), values.getLast().integer())));

    /** Over a table the functions leave the title of a column as it is. */
    static final Map<String, Function> TITLES = Map.of(
            "json", ofText(text -> text),
            "split", Function.of(List.of(TEXT, TEXT), (_, values) -> values.getFirst()),
            "join", Function.of(List.of(TEXT, TEXT), (_, values) -> values.getFirst()),
            "title", ofText(text -> text),
            "lower", ofText(text -> text),
            "upper", ofText(text -> text),
            "truncate", Function.of(List.of(TEXT, Types.INT), (_, values) -> values.getFirst()));

    private DockerFunctions() {}

    private static Function ofText(java.util.function.UnaryOperator<String> change) {
        return Function.of(
                List.of(TEXT),
                (_, values) -> Value.of(change.apply(values.getFirst().text())));
    }

    /** One character for each, as Go has it: the ß stays as it is. */
    private static String mapped(String text, IntUnaryOperator change) {
        return text.codePoints()
                .map(change)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static List<String> split(Budget budget, String text, String separator) throws GoError {
        List<String> parts = new ArrayList<>();
        if (separator.isEmpty()) {
            budget.spend(PART * text.length());
            text.codePoints().forEach(point -> parts.add(Character.toString(point)));
            return parts;
        }
        int at = 0;
        for (int next = text.indexOf(separator); next >= 0; next = text.indexOf(separator, at)) {
            parts.add(text.substring(at, next));
            at = next + separator.length();
            budget.spend(PART);
        }
        parts.add(text.substring(at));
        return parts;
    }

    private static Value join(Budget budget, List<Value> values) throws GoError {
        Text out = new Text(budget);
        String before = "";
        for (Value element : values.getFirst().elements()) {
            out.add(before).add(element.bare().text());
            before = values.getLast().text();
        }
        return Value.of(out.toString());
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        int before = ' ';
        for (int point : text.codePoints().toArray()) {
            boolean inWord = Lexer.isAlphanumeric(before);
            out.appendCodePoint(inWord ? point : Character.toTitleCase(point));
            before = point;
        }
        return out.toString();
    }

    private static Value pad(Budget budget, List<Value> values) throws GoError {
        String text = values.getFirst().text();
        long before = values.get(1).integer();
        long after = values.get(2).integer();
        if (text.isEmpty()) {
            return Value.of("");
        }
        if (before < 0 || after < 0) {
            throw new GoError("strings: negative Repeat count");
        }
        budget.spend(before);
        budget.spend(after);
        return Value.of(" ".repeat((int) before) + text + " ".repeat((int) after));
    }

    /** Counted in bytes. */
    private static Value truncate(String text, long length) throws GoError {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < length) {
            return Value.of(text);
        }
        if (length < 0) {
            throw new GoError("runtime error: slice bounds out of range [:" + length + "]");
        }
        return Value.of(new String(bytes, 0, (int) length, StandardCharsets.UTF_8));
    }
}
