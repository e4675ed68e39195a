package sampan.runtime.command.json;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON of maps, lists, text, numbers and truth values, in the form of Go's encoding/json: managers compare bytes. */
public final class GoJson {
    private final StringBuilder out = new StringBuilder();
    private final String indent;

    private GoJson(String indent) {
        this.indent = indent;
    }

    /** On one line. */
    public static String line(@Nullable Object value) {
        return text(value, "");
    }

    /** A line for each member. */
    public static String text(@Nullable Object value, String indent) {
        GoJson json = new GoJson(indent);
        json.write(value, 0);
        return json.out.toString();
    }

    private void write(@Nullable Object value, int depth) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> members(map, depth);
            case Collection<?> list -> elements(list, depth);
            case String text -> quote(text, true);
            default -> out.append(value);
        }
    }

    private void members(Map<?, ?> map, int depth) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> member : map.entrySet()) {
            next(first, depth + 1);
            first = false;
            quote(String.valueOf(member.getKey()), true);
            out.append(indent.isEmpty() ? ":" : ": ");
            write(member.getValue(), depth + 1);
        }
        close(first, depth, '}');
    }

    private void elements(Collection<?> list, int depth) {
        out.append('[');
        boolean first = true;
        for (Object element : list) {
            next(first, depth + 1);
            first = false;
            write(element, depth + 1);
        }
        close(first, depth, ']');
    }

    private void next(boolean first, int depth) {
        if (!first) {
            out.append(',');
        }
        newLine(depth);
    }

    private void close(boolean empty, int depth, char bracket) {
        if (!empty) {
            newLine(depth);
        }
        out.append(bracket);
    }

    private void newLine(int depth) {
        if (!indent.isEmpty()) {
            out.append('\n').repeat(indent, depth);
        }
    }

    /** As Go's %q. */
    public static String quoted(String text) {
        GoJson json = new GoJson("");
        json.quote(text, false);
        return json.out.toString();
    }

    private void quote(String text, boolean html) {
        out.append('"');
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').append((char) c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    boolean escaped = html ? c < ' ' || "<>&\u2028\u2029".indexOf(c) >= 0 : c < ' ' || c == 0x7f;
                    if (escaped) {
                        out.append(html ? String.format("\\u%04x", c) : String.format("\\x%02x", c));
                    } else {
                        out.append((char) c);
                    }
                }
            }
        });
        out.append('"');
    }
}
