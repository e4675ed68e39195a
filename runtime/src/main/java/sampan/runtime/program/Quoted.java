package sampan.runtime.program;

/** Strings as strace and Go's %q print them. */
public final class Quoted {
    private Quoted() {}

    /** In double quotes, with what is not printable escaped, so that no name can forge a line. */
    public static String of(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.chars().forEach(c -> append(quoted, (char) c));
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder quoted, char c) {
        switch (c) {
            case '"', '\\' -> quoted.append('\\').append(c);
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> {
                if (c < ' ' || (c >= 0x7f && c < 0xa0) || Character.getType(c) == Character.FORMAT) {
                    quoted.append(String.format("\\u%04x", (int) c));
                } else {
                    quoted.append(c);
                }
            }
        }
    }
}
