package sampan.cli.ink;

import java.util.Map;

/** What a colour tells. */
public enum Ink {
    PLAIN(""),
    /** Titles. */
    HEADING("1"),
    /** What can be typed. */
    WORD("36"),
    /** What matters less. */
    FAINT("2"),
    GOOD("32"),
    DOUBTFUL("33"),
    BAD("31");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    /** The text in this colour, and what follows it in the usual one. */
    public String on(String text) {
        return code.isEmpty() || text.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
    }

    /** Whether who has this environment wants colours on a terminal. */
    public static boolean wanted(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }
}
