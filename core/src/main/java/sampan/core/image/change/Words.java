package sampan.core.image.change;

import java.util.ArrayList;
import java.util.List;

/** How a Dockerfile line falls into words, and what quotes, backslashes and variables in them stand for. */
final class Words {
    private final String text;
    private final List<String> env;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private Words(String text, List<String> env) {
        this.text = text;
        this.env = env;
    }

    /** {@code name=value}, quotes and all. */
    record Pair(String name, String value) {}

    /** Words apart, quotes still in place. */
    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                add(word, words);
                continue;
            }
            word.append(c);
            if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
            } else {
                quote = after(c, quote);
            }
        }
        add(word, words);
        return words;
    }

    /** The quote that is open behind a character, 0 for none. */
    private static char after(char c, char quote) {
        if (quote == 0) {
            return c == '"' || c == '\'' ? c : 0;
        }
        return c == quote ? 0 : quote;
    }

    private static void add(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    /** {@code a=1 b="2 3"}, or the old {@code a 1 2 3}. */
    static List<Pair> pairs(String instruction, String line) {
        List<String> words = split(line);
        if (words.isEmpty()) {
            throw Changes.invalid(instruction + " requires at least one argument");
        }
        if (words.getFirst().indexOf('=') < 0) {
            String[] parts = line.split("\\s+", 2);
            if (parts.length < 2) {
                throw Changes.invalid(instruction + " must have two arguments");
            }
            return List.of(new Pair(parts[0], parts[1]));
        }
        List<Pair> pairs = new ArrayList<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw Changes.invalid(
                        "Syntax error - can't find = in \"" + word + "\". Must be of the form: name=value");
            }
            pairs.add(new Pair(word.substring(0, equals), word.substring(equals + 1)));
        }
        return pairs;
    }

    /** Quotes taken off, {@code $NAME} and <code>${NAME}</code>, with {@code :-} and {@code :+}, replaced. */
    static String expand(String word, List<String> env) {
        Words words = new Words(word, env);
        words.plain();
        return words.out.toString();
    }

    private void plain() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case '\'' -> single();
                case '"' -> doubled();
                case '\\' -> out.append(at < text.length() ? text.charAt(at++) : c);
                case '$' -> variable();
                default -> out.append(c);
            }
        }
    }

    private void single() {
        int end = text.indexOf('\'', at);
        if (end < 0) {
            throw unterminated();
        }
        out.append(text, at, end);
        at = end + 1;
    }

    private void doubled() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case '"' -> {
                    return;
                }
                case '$' -> variable();
                case '\\' -> {
                    char next = at < text.length() ? text.charAt(at) : ' ';
                    if (next == '"' || next == '$' || next == '\\') {
                        out.append(next);
                        at++;
                    } else {
                        out.append(c);
                    }
                }
                default -> out.append(c);
            }
        }
        throw unterminated();
    }

    private RuntimeException unterminated() {
        return Changes.invalid("unexpected end of statement while looking for matching quote in " + text);
    }

    private void variable() {
        if (at < text.length() && text.charAt(at) == '{') {
            int end = text.indexOf('}', at);
            if (end < 0) {
                throw Changes.invalid("syntax error: missing '}' in " + text);
            }
            out.append(braced(text.substring(at + 1, end)));
            at = end + 1;
            return;
        }
        int end = nameEnd(at);
        out.append(end == at ? "$" : value(text.substring(at, end)));
        at = end;
    }

    private int nameEnd(int from) {
        int end = from;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private String braced(String inside) {
        int colon = inside.indexOf(':');
        if (colon < 0) {
            return value(inside);
        }
        String value = value(inside.substring(0, colon));
        String otherwise = inside.substring(Math.min(inside.length(), colon + 2));
        if (inside.startsWith(":-", colon)) {
            return value.isEmpty() ? otherwise : value;
        }
        if (inside.startsWith(":+", colon)) {
            return value.isEmpty() ? "" : otherwise;
        }
        throw Changes.invalid("unsupported modifier in substitution: ${" + inside + "}");
    }

    private String value(String name) {
        return env.stream()
                .filter(variable -> variable.startsWith(name + "="))
                .map(variable -> variable.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }
}
