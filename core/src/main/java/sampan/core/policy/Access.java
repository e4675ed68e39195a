package sampan.core.policy;

import org.jspecify.annotations.Nullable;
import sampan.core.container.state.Owner;

/**
 * Rights, for one operation.
 *
 * @param changes whether the operation may change what it finds: then a container of others is none for it
 */
public record Access(Rights rights, boolean changes) {
    /** Of the engine itself. */
    public static final Access ALL = new Access(Rights.ALL, true);

    /** Whether the container is there for this caller. */
    public boolean finds(@Nullable Owner owner) {
        return rights.areUnlimited() || rights.sees(owner);
    }

    /** Whether the container is one of all that the operation is about: what changes all changes the caller's own. */
    public boolean lists(@Nullable Owner owner) {
        return finds(owner) && (!changes || rights.areUnlimited() || rights.owns(owner));
    }

    /** Forbidden when it is there, and not for this. */
    public void check(@Nullable Owner owner) {
        if (changes && !rights.areUnlimited() && !rights.owns(owner)) {
            throw rights.refusal("this on containers of others");
        }
    }

    /** Whether all that there is is there for this caller, and for anything. */
    public boolean isUnlimited() {
        return rights.areUnlimited();
    }
}
