package sampan.cli.go;

import java.util.List;

/** Print, Println and Printf of Go's package fmt. */
public final class Printf {
    private Printf() {}

    /** A space between two values that are both no text. */
    public static String sprint(Budget budget, List<Value> values) throws GoError {
        Text out = new Text(budget);
        boolean text = true;
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i).bare();
            boolean isText = value.kind() == Kind.STRING;
            if (i > 0 && !isText && !text) {
                out.add(" ");
            }
            Printer.print(out, value, 'v', Spec.PLAIN);
            text = isText;
        }
        return out.toString();
    }

    public static String sprintln(Budget budget, List<Value> values) throws GoError {
        Text out = new Text(budget);
        for (int i = 0; i < values.size(); i++) {
            out.add(i > 0 ? " " : "");
            Printer.print(out, values.get(i), 'v', Spec.PLAIN);
        }
        return out.add("\n").toString();
    }

    public static String sprintf(Budget budget, String format, List<Value> values) throws GoError {
        return new Verbs(budget, format, values).format();
    }
}
