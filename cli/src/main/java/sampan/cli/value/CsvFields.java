package sampan.cli.value;

import java.util.ArrayList;
import java.util.List;
import sampan.cli.flag.InvalidValue;

/** One line of comma-separated fields; a field that begins with a quote may hold commas, and quotes twice. */
final class CsvFields {
    private final String text;
    private final List<String> fields = new ArrayList<>();
    private int at;

    private CsvFields(String text) {
        this.text = text;
    }

    static List<String> of(String text) throws InvalidValue {
        if (text.isBlank()) {
            throw new InvalidValue("value is empty");
        }
        CsvFields csv = new CsvFields(text);
        csv.split();
        return csv.fields;
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
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            boolean quote = c == '"';
            boolean doubled = quote && at < text.length() && text.charAt(at) == '"';
            if (quote && !doubled && (at == text.length() || text.charAt(at) == ',')) {
                return field.toString();
            }
            if (quote && !doubled) {
                break;
            }
            at += doubled ? 1 : 0;
            field.append(c);
        }
        throw new InvalidValue(
                "parse error on line 1, column " + (at + 1) + ": extraneous or missing \" in quoted-field");
    }
}
