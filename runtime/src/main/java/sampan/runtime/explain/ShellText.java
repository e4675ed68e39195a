package sampan.runtime.explain;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of a shell script. */
final class ShellText {
    private final StringBuilder text = new StringBuilder();

    void line(String line) {
        text.append(line).append('\n');
    }

    /** Stands in a word for the script's own folder. No path has it: there is a NUL in it. */
    static final String WORK = "\0work";

    /** One line only, whatever is in it. */
    void comment(String comment) {
        line("# " + comment.replace(WORK, "$work").replaceAll("\\p{Cntrl}", "?"));
    }

    void section(String why) {
        text.append('\n');
        comment(why);
    }

    /** A word that means itself to the shell. */
    static String quote(String word) {
        return word.isEmpty()
                ? "''"
                : Arrays.stream(word.split(WORK, -1)).map(ShellText::plain).collect(Collectors.joining("\"$work\""));
    }

    private static String plain(String word) {
        return word.isEmpty() ? word : quoted(word);
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,+@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    static String words(List<String> words) {
        return words.stream().map(ShellText::quote).collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
