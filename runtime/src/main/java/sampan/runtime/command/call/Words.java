package sampan.runtime.command.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Flags and operands of one command line, by the rules of Go's flag package. */
public final class Words {
    private static final List<String> TRUE = List.of("1", "t", "T", "true", "TRUE", "True");
    private static final List<String> FALSE = List.of("0", "f", "F", "false", "FALSE", "False");

    private final Map<String, List<String>> values = new HashMap<>();
    private List<String> operands = List.of();

    private Words() {}

    /**
     * @param ordered flags after the first operand are operands: what follows is another command line
     */
    public static Words parse(List<Option> options, List<String> arguments, boolean ordered) throws RuntimeFailure {
        Words words = new Words();
        List<String> operands = new ArrayList<>();
        int at = 0;
        while (at < arguments.size()) {
            String argument = arguments.get(at);
            boolean end = argument.equals("--");
            boolean flag = !end && argument.length() > 1 && argument.charAt(0) == '-';
            if (end || (ordered && !flag)) {
                operands.addAll(arguments.subList(end ? at + 1 : at, arguments.size()));
                break;
            }
            Optional<Option> option = flag ? known(options, argument, operands.isEmpty()) : Optional.empty();
            if (option.isPresent()) {
                at += words.take(option.get(), argument, arguments, at);
            } else {
                operands.add(argument);
            }
            at++;
        }
        words.operands = List.copyOf(operands);
        return words;
    }

    /** Empty: a word that looks like a flag, but comes after an operand. */
    private static Optional<Option> known(List<Option> options, String argument, boolean first) throws RuntimeFailure {
        String name = argument.substring(argument.startsWith("--") ? 2 : 1).split("=", 2)[0];
        Optional<Option> option = find(options, name);
        if (option.isEmpty() && first) {
            throw unknown(name);
        }
        return option;
    }

    private static RuntimeFailure unknown(String name) {
        return RuntimeFailure.usage("flag provided but not defined: -" + name, 1);
    }

    static Optional<Option> find(List<Option> options, String name) {
        return options.stream().filter(option -> option.names().contains(name)).findFirst();
    }

    /** How many more arguments the flag took. */
    private int take(Option option, String argument, List<String> arguments, int at) throws RuntimeFailure {
        int equals = argument.indexOf('=');
        String name = argument.substring(argument.startsWith("--") ? 2 : 1).split("=", 2)[0];
        List<String> given = values.computeIfAbsent(option.name(), _ -> new ArrayList<>());
        if (equals > 0) {
            given.add(argument.substring(equals + 1));
        } else if (option.isBoolean()) {
            given.add("true");
        } else if (at + 1 < arguments.size()) {
            given.add(arguments.get(at + 1));
            return 1;
        } else {
            throw RuntimeFailure.usage("flag needs an argument: -" + name, 1);
        }
        if (option.isBoolean() && !TRUE.contains(given.getLast()) && !FALSE.contains(given.getLast())) {
            throw RuntimeFailure.usage(
                    "invalid boolean value \"" + given.getLast() + "\" for -" + name + ": parse error", 1);
        }
        return 0;
    }

    /** What Go takes for a boolean; empty: neither. */
    public static Optional<Boolean> truth(String word) {
        return TRUE.contains(word) ? Optional.of(true) : FALSE.contains(word) ? Optional.of(false) : Optional.empty();
    }

    public List<String> operands() {
        return operands;
    }

    public boolean on(String name) {
        return value(name).filter(TRUE::contains).isPresent();
    }

    public boolean given(String name) {
        return values.containsKey(name);
    }

    /** The last one; an empty one counts. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getLast);
    }

    /** The last one unless it is empty. */
    public Optional<String> text(String name) {
        return value(name).filter(text -> !text.isEmpty());
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public OptionalLong number(String name) throws RuntimeFailure {
        Optional<String> text = value(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.decode(text.get()));
        } catch (NumberFormatException wrong) {
            throw RuntimeFailure.usage("invalid value \"" + text.get() + "\" for flag -" + name + ": parse error", 1);
        }
    }
}
