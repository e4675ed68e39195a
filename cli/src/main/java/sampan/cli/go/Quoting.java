package sampan.cli.go;

/** Quoted text, as package strconv does it. */
public final class Quoting {
    private Quoting() {}

    public static String quote(String text) {
        return quote(text, false);
    }

    static String quote(String text, boolean ascii) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> append(quoted, point, '"', ascii));
        return quoted.append('"').toString();
    }

    static String character(int point, boolean ascii) {
        StringBuilder quoted = new StringBuilder("'");
        append(quoted, Character.isValidCodePoint(point) ? point : 0xfffd, '\'', ascii);
        return quoted.append('\'').toString();
    }

    private static void append(StringBuilder out, int point, char quote, boolean ascii) {
        if (point == quote || point == '\\') {
            out.append('\\').appendCodePoint(point);
            return;
        }
        if (point < 0x7f ? point >= ' ' : !ascii && isPrintable(point)) {
            out.appendCodePoint(point);
            return;
        }
        int named = "\u0007\b\f\n\r\t\u000b".indexOf(point);
        if (named >= 0) {
            out.append('\\').append("abfnrtv".charAt(named));
        } else if (point < ' ' || point == 0x7f) {
            out.append(String.format("\\x%02x", point));
        } else {
            out.append(String.format(point < 0x10000 ? "\\u%04x" : "\\U%08x", point));
        }
    }

    /** Letters, marks, numbers, punctuation, symbols, and the plain space. */
    public static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }
}
