package sampan.core.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import sampan.core.error.EngineException;

/**
 * A regular expression that somebody else wrote, in Go's syntax (RE2). Whatever it says, it takes a time in proportion to the text; {@code java.util.regex} takes days for
 * {@code a*a*a*a*a*a*a*b} and a name of two hundred letters.
 */
public final class Regex {
    private static final java.util.regex.Pattern REPETITION =
            java.util.regex.Pattern.compile("(\\)?)\\{(\\d{1,4})(?:,(\\d{0,4}))?}");

    /** Go allows three million; here each takes a hundred bytes and more. */
    private static final int MAX_SIZE = 2_000;

    /** Go allows a thousand in one another. */
    private static final int MAX_GROUPS = 200;

    private final Pattern pattern;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * @throws EngineException.InvalidArgument in Go's words, for what is none, has more than {@value #MAX_GROUPS} groups, or more than {@value #MAX_SIZE} characters with
     *     what it repeats written out
     */
    public static Regex parse(String text) {
        if (text.chars().filter(character -> character == '(').count() > MAX_GROUPS) {
            throw tooDeep(text);
        }
        if (size(text) > MAX_SIZE) {
            throw malformed("expression too large");
        }
        try {
            return new Regex(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            boolean internal = e.getDescription().endsWith("internal error"); // it has no other for this
            throw internal
                    ? malformed("unexpected ): `" + text + "`")
                    : new EngineException.InvalidArgument(String.valueOf(e.getMessage()));
        } catch (StackOverflowError nested) { // a{0,1000} is a thousand in one another
            throw tooDeep(text);
        }
    }

    /** Not less than what it becomes: what is in a group may be repeated in another's repetition. */
    private static long size(String text) {
        long alone = text.length();
        long groups = 1;
        Matcher repetition = REPETITION.matcher(text);
        while (repetition.find()) {
            int times = Math.max(times(repetition.group(2)), times(repetition.group(3)));
            if (repetition.group(1).isEmpty()) {
                alone += times;
            } else {
                groups = Math.min(groups * Math.max(times, 1), MAX_SIZE);
            }
        }
        return alone * groups;
    }

    private static int times(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static EngineException tooDeep(String text) {
        return malformed("expression nests too deeply: `" + text + "`");
    }

    private static EngineException malformed(String reason) {
        return new EngineException.InvalidArgument("error parsing regexp: " + reason);
    }

    /** What means this text itself. */
    public static String quote(String text) {
        return Pattern.quote(text);
    }

    /** Whether some part of the text is what it means. */
    public boolean finds(String text) {
        return pattern.matcher(text).find();
    }

    /** Whether the whole text is what it means. */
    public boolean matches(String text) {
        return pattern.matcher(text).matches();
    }
}
