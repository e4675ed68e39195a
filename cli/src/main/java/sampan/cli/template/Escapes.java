package sampan.cli.template;

import java.nio.charset.StandardCharsets;
import sampan.cli.go.Quoting;

/** Text made safe for HTML, JavaScript and the query of a URL. */
final class Escapes {
    private Escapes() {}

    static String html(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case 0 -> out.append('\ufffd');
                case '"' -> out.append("&#34;");
                case '\'' -> out.append("&#39;");
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    static String script(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(point -> script(out, point));
        return out.toString();
    }

    private static void script(StringBuilder out, int point) {
        switch (point) {
            case '\\', '\'', '"' -> out.append('\\').appendCodePoint(point);
            case '<', '>', '&', '=' -> out.append(String.format("\\u%04X", point));
            default -> {
                if (Quoting.isPrintable(point)) {
                    out.appendCodePoint(point);
                } else {
                    out.append(String.format("\\u%04X", point));
                }
            }
        }
    }

    static String query(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-_.~".indexOf(c) >= 0);
            if (plain) {
                out.append(c);
            } else {
                out.append(c == ' ' ? "+" : String.format("%%%02X", (int) c));
            }
        }
        return out.toString();
    }
}
