package sampan.core.policy;

/** What an operation takes of its caller. */
public enum Need {
    /** Says nothing of what is here. */
    NOTHING,
    /** Shows what the caller may see. */
    LOOK,
    /** Changes containers that are the caller's own, or shows their files; makes, changes or removes a {@linkplain Belongings belonging}. */
    CHANGE,
    /** Makes a container. */
    CREATE,
    /** Asks a registry for something. */
    PULL,
    /** Concerns everybody: what no other word is for. */
    EVERYTHING;

    /** Whether something may be another afterwards. */
    public boolean changes() {
        return this != NOTHING && this != LOOK;
    }
}
