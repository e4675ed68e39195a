package sampan.core.policy;

import java.util.Optional;
import sampan.core.error.EngineException;

/** Where every front door asks: the API for each request, and the command line for each command. */
public final class Gate {
    private static final String UNIX = "unix://";

    private volatile Policy policy;

    public Gate(Policy policy) {
        this.policy = policy;
    }

    /** From now on. */
    public void change(Policy other) {
        policy = other;
    }

    public Policy policy() {
        return policy;
    }

    /** The rights of a caller; Forbidden when nobody knows who it is, and that matters. */
    public Rights rights(Asker asker) {
        Policy current = policy;
        if (current.rules().isEmpty()) {
            return Rights.unlimited(asker);
        }
        if (asker.socket().startsWith(UNIX) && asker.uid().isEmpty()) {
            throw new EngineException.Forbidden("permission denied by policy: the kernel does not say who asks");
        }
        Optional<Rule> rule = current.rule(asker);
        return rule.isPresent()
                ? new Rights(
                        Optional.of(rule.get().name()),
                        asker.owner(),
                        rule.get().grant())
                : Rights.unlimited(asker);
    }

    /**
     * Forbidden when the caller may not do it at all; else what it may do it to.
     *
     * @param what the operation, in the words of its front door
     */
    public Access admit(Rights rights, Need need, String what) {
        rights.check(need, what);
        return new Access(rights, need.changes());
    }
}
