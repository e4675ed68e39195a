package sampan.cli.screen;

import java.util.Locale;
import java.util.Map;

/**
 * What the caller's terminal can show.
 *
 * @param colour it may be coloured
 * @param blocks it has the characters of graphs and arrows
 */
record Paint(boolean colour, boolean blocks) {
    private static final String LEVELS = " ▁▂▃▄▅▆▇█";
    private static final String PLAIN_LEVELS = " ..::-=*#";
    private static final String RESET = "\033[0m";

    /** By NO_COLOR, TERM and the locale. */
    static Paint of(Map<String, String> environment) {
        String locale = environment.getOrDefault("LC_ALL", "");
        if (locale.isEmpty()) {
            locale = environment.getOrDefault("LC_CTYPE", "");
        }
        if (locale.isEmpty()) {
            locale = environment.getOrDefault("LANG", "");
        }
        String upper = locale.toUpperCase(Locale.ROOT);
        return new Paint(
                environment.getOrDefault("NO_COLOR", "").isEmpty(), upper.contains("UTF-8") || upper.contains("UTF8"));
    }

    String bold(String text) {
        return "\033[1m" + text + RESET;
    }

    String reverse(String text) {
        return "\033[7m" + text + RESET;
    }

    String dim(String text) {
        return "\033[2m" + text + RESET;
    }

    private String colour(int number, String text) {
        return colour ? "\033[" + number + "m" + text + RESET : text;
    }

    String green(String text) {
        return colour(32, text);
    }

    String cyan(String text) {
        return colour(36, text);
    }

    /** Green, yellow or red, as it fills. */
    String heat(double part, String text) {
        int number = part < 0.5 ? 32 : part < 0.8 ? 33 : 31;
        return colour(number, text);
    }

    String down() {
        return blocks ? "▼" : "v";
    }

    String up() {
        return blocks ? "▲" : "^";
    }

    /** One character of a graph, for a part between 0 and 1. */
    char level(double part) {
        String levels = blocks ? LEVELS : PLAIN_LEVELS;
        int top = levels.length() - 1;
        int level = (int) Math.ceil(part * top);
        return levels.charAt(Math.clamp(level, 0, top));
    }

    /** {@code [||||    ]}, this wide altogether. */
    String bar(double part, int width) {
        int inside = Math.max(0, width - 2);
        int full = Math.clamp(Math.round(part * inside), 0, inside);
        return "[" + heat(part, "|".repeat(full)) + " ".repeat(inside - full) + "]";
    }
}
