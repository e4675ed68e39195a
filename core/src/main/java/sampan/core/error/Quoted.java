package sampan.core.error;

/** Text in double quotes, with what does not print escaped, so that a message is one line whatever the user typed. */
public final class Quoted {
    private Quoted() {}

    public static String of(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> append(quoted, point));
        return quoted.append('"').toString();
    }

    /** One character in single quotes. */
    public static String of(int point) {
        StringBuilder quoted = new StringBuilder("'");
        if (point == '\'') {
            quoted.append("\\'");
        } else if (point == '"') {
            quoted.append('"');
        } else {
            append(quoted, point);
        }
        return quoted.append('\'').toString();
    }

    private static void append(StringBuilder quoted, int point) {
        switch (point) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> {
                if (point < ' ' || point == 0x7f) {
                    quoted.append(String.format("\\x%02x", point));
                } else if (Character.isISOControl(point) || Character.getType(point) == Character.LINE_SEPARATOR) {
                    quoted.append(String.format("\\u%04x", point));
                } else {
                    quoted.appendCodePoint(point);
                }
            }
        }
    }
}
