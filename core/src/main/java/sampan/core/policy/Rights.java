package sampan.core.policy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.core.container.state.Owner;
import sampan.core.error.EngineException;
import sampan.core.exec.ExecConfig;

/**
 * What one caller may do.
 *
 * @param rule the name of the rule that says so; empty: there is none
 * @param owner under which name containers are the caller's own
 */
public record Rights(Optional<String> rule, String owner, Grant grant) {
    /** Of the engine itself. */
    public static final Rights ALL = new Rights(Optional.empty(), "engine", Grant.EVERYTHING);

    /** Of a caller for whom there is no rule. */
    static Rights unlimited(Asker asker) {
        return new Rights(Optional.empty(), asker.owner(), Grant.EVERYTHING);
    }

    public boolean areUnlimited() {
        return grant.isEverything();
    }

    /** @param what the operation, in the words of its front door */
    void check(Need need, String what) {
        boolean allowed = areUnlimited()
                || switch (need) {
                    case NOTHING, LOOK -> true;
                    case CHANGE, CREATE -> !grant.readOnly();
                    case PULL -> !grant.readOnly() && grant.pull();
                    case EVERYTHING -> false;
                };
        if (!allowed) {
            throw refusal(grant.readOnly() ? what + ": its rights are read-only" : what);
        }
    }

    /** @param what it does not allow */
    EngineException refusal(String what) {
        return new EngineException.Forbidden(
                "permission denied by policy: rule " + rule.orElse("-") + " does not allow " + what);
    }

    public void checkPull() {
        check(Need.PULL, "pulling images");
    }

    public boolean owns(@Nullable Owner other) {
        return other != null && other.name().equals(owner);
    }

    /** Whether a container of this owner is shown. */
    public boolean sees(@Nullable Owner other) {
        return grant.all() || owns(other);
    }

    /** Of what the caller makes. */
    public Owner mark() {
        return new Owner(
                owner,
                grant.privileged()
                        ? null
                        : grant.binds().stream().map(Grant.Bind::path).toList());
    }

    public boolean usesVolume(String name) {
        return grant.all() || Grant.fits(grant.volumes(), name);
    }

    public void check(ExecConfig config) {
        if (config.privileged() && !grant.privileged()) {
            throw refusal("exec with Privileged");
        }
    }

    /** Names that a rule gives, for messages. */
    List<String> bindPaths() {
        return grant.binds().stream().map(Grant.Bind::path).toList();
    }
}
