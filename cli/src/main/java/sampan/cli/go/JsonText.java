package sampan.cli.go;

/** A text in JSON. */
public final class JsonText {
    private JsonText() {}

    /** @param html also escapes what has a meaning in HTML */
    public static String quote(String text, boolean html) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            append(quoted, text.charAt(i), html);
        }
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder out, char c, boolean html) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                boolean escaped =
                        c < ' ' || c == '\u2028' || c == '\u2029' || (html && (c == '<' || c == '>' || c == '&'));
                if (escaped) {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
