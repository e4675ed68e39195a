package sampan.cli.flag;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** What a command line says: the values of its flags, in order, and the operands. */
public final class ParsedFlags {
    private final IdentityHashMap<Flag<?>, List<Object>> values = new IdentityHashMap<>();
    private final List<String> operands = new ArrayList<>();
    private boolean help;

    ParsedFlags() {}

    <T> void add(Flag<T> flag, T value) {
        List<Object> all = values.get(flag);
        if (all == null) {
            all = new ArrayList<>();
            values.put(flag, all);
        }
        all.add(value);
    }

    void operand(String word) {
        operands.add(word);
    }

    void askForHelp() {
        help = true;
    }

    public boolean helpAsked() {
        return help;
    }

    public List<String> operands() {
        return operands;
    }

    public boolean given(Flag<?> flag) {
        return values.containsKey(flag);
    }

    /** Whether none but these were given; they are told apart by identity. */
    @SuppressWarnings("ReferenceEquality") // as in the map: to compare flags by value takes a JVM that starts long
    public boolean givenOnly(List<Flag<?>> flags) {
        for (Flag<?> given : values.keySet()) {
            boolean among = false;
            for (Flag<?> flag : flags) {
                among |= flag == given;
            }
            if (!among) {
                return false;
            }
        }
        return true;
    }

    /** The switch is on. */
    public boolean on(Flag<Boolean> flag) {
        return value(flag).orElse(false);
    }

    /** The last value given. */
    public <T> Optional<T> value(Flag<T> flag) {
        List<T> all = values(flag);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** All values given, in order. */
    @SuppressWarnings("unchecked") // add() puts only T behind a Flag<T>
    public <T> List<T> values(Flag<T> flag) {
        return (List<T>) values.getOrDefault(flag, List.of());
    }

    /** A flag that was used though it cannot be. */
    public Optional<Flag<?>> refused() {
        for (Flag<?> flag : values.keySet()) {
            if (flag.refusal().isPresent()) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }
}
