package sampan.runtime.explain;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of a shell script. */
final class ShellText {
    private final StringBuilder text = new StringBuilder();

    void line(String line) {
        text.append(line).append('\n');
    }

    /** One line only, whatever is in it. */
    void comment(String comment) {
        line("# " + comment.replaceAll("\\p{Cntrl}", "?"));
    }

    void section(String why) {
        text.append('\n');
        comment(why);
    }

    /** A word that means itself to the shell. */
    static String quote(String word) {
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
