package sampan.cli.ink;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Colours in texts that were made without them. */
public final class Highlight {
    /** A line of its own that ends in a colon, or the beginning of the usage line. */
    private static final Pattern HEADING = Pattern.compile("(?m)^(?:Usage:|[A-Z][A-Za-z ]*:$)");

    /** What stands on the left of a list of flags or commands. */
    private static final Pattern WORD = Pattern.compile("(?m)^ +(?:-[A-Za-z], )?--[a-z0-9-]+|^  [a-z][a-z-]*(?= {2,})");

    private static final Pattern BLAME =
            Pattern.compile("(?m)^(?:sampan:|Error response from daemon:|Error:|unknown (?:shorthand )?flag:)");
    private static final Pattern WARNING = Pattern.compile("(?m)^WARNING:");

    private static final Pattern ACTOR = Pattern.compile("(?m)^[a-z].*$");
    private static final Pattern PURPOSE = Pattern.compile("(?m)^ *#.*$");

    private Highlight() {}

    /** Of what {@code explain} tells. */
    public static String explanation(String text) {
        return paint(paint(text, ACTOR, Ink.HEADING), PURPOSE, Ink.WORD);
    }

    /** Of a help text. */
    public static String help(String text) {
        return paint(paint(text, HEADING, Ink.HEADING), WORD, Ink.WORD);
    }

    /** Of what went wrong: who says so. */
    public static String error(String text) {
        return paint(paint(text, BLAME, Ink.BAD), WARNING, Ink.DOUBTFUL);
    }

    private static String paint(String text, Pattern pattern, Ink ink) {
        return pattern.matcher(text).replaceAll(match -> java.util.regex.Matcher.quoteReplacement(painted(match, ink)));
    }

    /** Spaces before a word stay as they are. */
    private static String painted(MatchResult match, Ink ink) {
        String word = match.group().stripLeading();
        return " ".repeat(match.group().length() - word.length()) + ink.on(word);
    }
}
