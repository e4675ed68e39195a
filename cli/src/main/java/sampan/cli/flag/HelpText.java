package sampan.cli.flag;

import java.util.Comparator;
import java.util.List;
import sampan.core.error.Quoted;

/** What {@code --help} prints: usage line, summary, aliases, and the flags in two columns wrapped to the terminal. */
public final class HelpText {
    private static final int GAP = 3;
    /** Less than this is no column to read; the text then begins on a line of its own. */
    private static final int NARROWEST = 24;

    private static final int NARROW_INDENT = 16;
    /** How far a last line may reach beyond the column's edge before it is broken. */
    private static final int SLACK = 5;

    private HelpText() {}

    public static String of(Usage usage, String program, int columns) {
        StringBuilder text =
                new StringBuilder("Usage:  ").append(usage.line(program)).append("\n\n");
        text.append(usage.summary()).append('\n');
        if (!usage.aliases().isEmpty()) {
            List<String> calls =
                    usage.aliases().stream().map(alias -> program + " " + alias).toList();
            text.append("\nAliases:\n  ").append(String.join(", ", calls)).append('\n');
        }
        if (!usage.flags().isEmpty()) {
            text.append("\nOptions:\n").append(flags(usage.flags(), columns));
        }
        return text.toString();
    }

    public static String flags(List<Flag<?>> flags, int columns) {
        int indent = flags.stream().mapToInt(flag -> left(flag).length()).max().orElse(0) + GAP;
        StringBuilder text = new StringBuilder();
        flags.stream().sorted(Comparator.comparing(Flag::name)).forEach(flag -> {
            String left = left(flag);
            text.append(left).repeat(' ', indent - left.length());
            text.append(wrap(meaning(flag), indent, columns)).append('\n');
        });
        return text.toString();
    }

    private static String left(Flag<?> flag) {
        String names = flag.shorthand().isEmpty() ? "      " : "  -" + flag.shorthand() + ", ";
        return names + "--" + flag.name() + (flag.isSwitch() ? "" : " " + flag.type());
    }

    /** What the flag is for, and its default. */
    public static String meaning(Flag<?> flag) {
        String text = flag.help();
        if (!flag.initial().isEmpty()) {
            text += " (default " + (flag.type().equals("string") ? Quoted.of(flag.initial()) : flag.initial()) + ")";
        }
        return text + flag.refusal().map(HelpText::note).orElse("");
    }

    private static String note(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Later(String what) -> " (not yet: comes with " + what + ")";
            case Refusal.Without(String reason) -> " (refused: " + reason + ")";
            case Refusal.Windows() -> " (Windows only)";
            case Refusal.Swarm() -> " (cluster volumes only)";
        };
    }

    static String wrap(String text, int indent, int columns) {
        int start = indent;
        StringBuilder wrapped = new StringBuilder();
        if (columns - start < NARROWEST) {
            start = NARROW_INDENT;
            wrapped.append('\n').repeat(' ', start);
        }
        int width = columns - start - SLACK;
        if (columns - start < NARROWEST) {
            return wrapped + text;
        }
        String rest = text;
        while (true) {
            int end = lineEnd(rest, width);
            wrapped.append(rest, 0, end);
            if (end == rest.length()) {
                return wrapped.toString();
            }
            rest = rest.substring(end + 1);
            wrapped.append('\n').repeat(' ', start);
        }
    }

    private static int lineEnd(String text, int width) {
        if (width + SLACK > text.length()) {
            return text.length();
        }
        int newline = text.lastIndexOf('\n', width - 1);
        int space = Math.max(text.lastIndexOf(' ', width - 1), newline);
        if (space <= 0) {
            return text.length();
        }
        return newline > 0 ? newline : space;
    }
}
