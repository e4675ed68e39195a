package sampan.cli.value;

import java.util.ArrayList;
import java.util.List;
import sampan.cli.flag.InvalidValue;

/** One line of comma-separated fields; a field that begins with a quote may hold commas, and quotes twice. */
public final class CsvFields {
    private final String text;
    private final List<String> fields = new ArrayList<>();
    private int at;

    private CsvFields(String text) {
        this.text = text;
    }

    public static List<String> of(String text) throws InvalidValue {
        CsvFields csv = new CsvFields(text);
        csv.split();
        return csv.fields;
    }

    /** The fields of all lines: the values of a flag that takes several at once, {@code --alias a,b --alias c}. */
    public static List<String> all(List<String> lines) throws InvalidValue {
        List<String> fields = new ArrayList<>();
        for (String line : lines) {
            fields.addAll(of(line));
        }
        return fields;
    }

    private void split() throws InvalidValue {
        do {
            fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : bare());
        } while (at++ < text.length());
    }

    private String bare() throws InvalidValue {
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        String field = text.substring(at, end);
        int quote = field.indexOf('"');
        if (quote >= 0) {
            throw new InvalidValue(
                    "parse error on line 1, column " + (at + quote + 1) + ": bare \" in non-quoted field");
        }
        at = end;
        return field;
    }

    private String quoted() throws InvalidValue {
        StringBuilder field = new StringBuilder();
        int from = at + 1;
        for (int quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', from)) {
            field.append(text, from, quote);
            if (!text.startsWith("\"\"", quote)) {
                at = quote + 1;
                return closed(field.toString());
            }
            field.append('"');
            from = quote + 2;
        }
        at = text.length();
        throw malformed();
    }

    private String closed(String field) throws InvalidValue {
        if (at < text.length() && text.charAt(at) != ',') {
            throw malformed();
        }
        return field;
    }

    private InvalidValue malformed() {
        return new InvalidValue(
                "parse error on line 1, column " + (at + 1) + ": extraneous or missing \" in quoted-field");
    }
}
