package sampan.kernel.seccomp;

import java.util.List;

/**
 * An action for the calls with these names. All conditions must hold; but where two of them are about the same argument, each
 * is a rule of its own. (The specification is silent; runc and crun do so, and profiles rely on it.)
 *
 * @param names names an ABI does not have are passed over
 */
public record Rule(List<String> names, Action action, List<Condition> conditions) {
    public Rule {
        names = List.copyOf(names);
        conditions = List.copyOf(conditions);
        if (names.contains("")) {
            throw new InvalidFilterException("empty string is not a valid syscall");
        }
        if (action.kind() == Action.Kind.NOTIFY && names.contains("write")) {
            // The descriptor of the listener still has to be sent out after the filter is in force.
            throw new InvalidFilterException("SCMP_ACT_NOTIFY cannot be used for the write syscall");
        }
    }

    /** The sets of conditions any of which is enough. */
    List<List<Condition>> alternatives() {
        if (conditions.size() < 2) {
            return List.of(conditions);
        }
        long arguments =
                conditions.stream().mapToInt(Condition::index).distinct().count();
        return arguments == conditions.size()
                ? List.of(conditions)
                : conditions.stream().map(List::of).toList();
    }
}
