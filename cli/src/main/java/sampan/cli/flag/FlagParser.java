package sampan.cli.flag;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.core.error.Quoted;

/** Reads the words of one command line against the flags of one command. */
public final class FlagParser {
    private static final String HELP = "help";

    private final Map<String, Flag<?>> byName = new HashMap<>();
    private final Map<Integer, Flag<?>> byLetter = new HashMap<>();
    private final boolean stopsAtOperand;

    public FlagParser(List<Flag<?>> flags, boolean stopsAtOperand) {
        this.stopsAtOperand = stopsAtOperand;
        for (Flag<?> flag : flags) {
            byName.put(flag.name(), flag);
            if (!flag.shorthand().isEmpty()) {
                byLetter.put(flag.shorthand().codePointAt(0), flag);
            }
        }
    }

    public static ParsedFlags parse(Usage usage, List<String> words) throws UsageError {
        FlagParser parser = new FlagParser(usage.flags(), usage.commandFollows());
        return parser.parse(usage.oneDash() ? parser.twoDashes(words) : words);
    }

    /** {@code -watch} is {@code --watch}. */
    private List<String> twoDashes(List<String> words) {
        return words.stream()
                .map(word -> word.startsWith("-")
                                && byName.containsKey(word.substring(1).split("=", 2)[0])
                        ? "-" + word
                        : word)
                .toList();
    }

    public ParsedFlags parse(List<String> words) throws UsageError {
        ParsedFlags parsed = new ParsedFlags();
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            if (word.equals("--")) {
                operands(rest, parsed);
            } else if (word.startsWith("--")) {
                longFlag(word.substring(2), rest, parsed);
            } else if (word.startsWith("-") && word.length() > 1) {
                letters(word.substring(1), rest, parsed);
            } else {
                parsed.operand(word);
                if (stopsAtOperand) {
                    operands(rest, parsed);
                }
            }
        }
        return parsed;
    }

    private static void operands(Iterator<String> rest, ParsedFlags parsed) {
        while (rest.hasNext()) {
            parsed.operand(rest.next());
        }
    }

    private void longFlag(String text, Iterator<String> rest, ParsedFlags parsed) throws UsageError {
        if (text.startsWith("-") || text.startsWith("=")) {
            throw new UsageError("bad flag syntax: --" + text);
        }
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        String attached = equals < 0 ? null : text.substring(equals + 1);
        Flag<?> flag = byName.get(name);
        if (flag == null && name.equals(HELP)) {
            parsed.askForHelp();
        } else if (flag == null) {
            throw new UsageError("unknown flag: --" + name);
        } else {
            take(flag, value(flag, attached, rest, "--" + name), parsed);
        }
    }

    /** {@code -it}, {@code -eA=1}, {@code -e=A=1}. */
    private void letters(String cluster, Iterator<String> rest, ParsedFlags parsed) throws UsageError {
        int at = 0;
        while (at < cluster.length()) {
            int letter = cluster.codePointAt(at);
            String from = cluster.substring(at);
            at += Character.charCount(letter);
            Flag<?> flag = byLetter.get(letter);
            if (flag == null) {
                if (letter == 'h') {
                    parsed.askForHelp();
                    return;
                }
                throw new UsageError("unknown shorthand flag: " + Quoted.of(letter) + " in -" + from);
            }
            String after = cluster.substring(at);
            String attached = after.startsWith("=") ? after.substring(1) : after;
            boolean takesAll = after.startsWith("=") || (!flag.isSwitch() && !after.isEmpty());
            String spelling = Quoted.of(letter) + " in -" + from;
            take(flag, value(flag, takesAll ? attached : null, rest, spelling), parsed);
            at = takesAll ? cluster.length() : at;
        }
    }

    private static String value(Flag<?> flag, @Nullable String attached, Iterator<String> rest, String spelling)
            throws UsageError {
        if (attached != null) {
            return attached;
        }
        if (flag.isSwitch()) {
            return "true";
        }
        if (!rest.hasNext()) {
            throw new UsageError("flag needs an argument: " + spelling);
        }
        return rest.next();
    }

    private static <T> void take(Flag<T> flag, String text, ParsedFlags parsed) throws UsageError {
        parsed.add(flag, flag.parse(text));
    }
}
