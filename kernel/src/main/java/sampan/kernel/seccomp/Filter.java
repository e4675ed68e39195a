package sampan.kernel.seccomp;

import java.util.List;
import java.util.Set;
import sampan.kernel.syscall.Abi;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp">config-linux.md#seccomp</a>, in
 * types that cannot be wrong.
 *
 * @param abis whose calls are judged by these rules, beside the machine's own; a call made in any other way kills the thread
 */
public record Filter(Action defaultAction, List<Abi> abis, Set<FilterFlag> flags, List<Rule> rules) {
    /** {@code SECCOMP_FILTER_FLAG_NEW_LISTENER}: not asked for in config.json, but implied by a rule that notifies. */
    private static final int NEW_LISTENER = 8;

    /** With TSYNC the kernel gives a listener only to who asks for an errno in place of a thread's id. */
    private static final int TSYNC_ESRCH = 16;

    public Filter {
        abis = List.copyOf(abis);
        flags = Set.copyOf(flags);
        rules = List.copyOf(rules);
        if (defaultAction.kind() == Action.Kind.NOTIFY) {
            throw new InvalidFilterException("SCMP_ACT_NOTIFY cannot be used as default action");
        }
    }

    /** The second argument of seccomp(SECCOMP_SET_MODE_FILTER). */
    public int flagBits() {
        int bits = flags.stream().mapToInt(FilterFlag::bit).reduce(0, (one, other) -> one | other);
        if (!notifies()) {
            return bits & ~FilterFlag.WAIT_KILLABLE_RECV.bit();
        }
        return bits | NEW_LISTENER | (flags.contains(FilterFlag.TSYNC) ? TSYNC_ESRCH : 0);
    }

    /** Whether loading it returns a descriptor on which someone else decides. */
    public boolean notifies() {
        return rules.stream().anyMatch(rule -> rule.action().kind() == Action.Kind.NOTIFY);
    }
}
