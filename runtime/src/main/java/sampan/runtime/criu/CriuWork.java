package sampan.runtime.criu;

/** What criu is asked to do; the numbers are its RPC's. */
public enum CriuWork {
    EMPTY(0),
    DUMP(1),
    RESTORE(2),
    PRE_DUMP(4),
    NOTIFY(6),
    FEATURE_CHECK(9),
    VERSION(10);

    private final int number;

    CriuWork(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** {@link #EMPTY} for what is not known here. */
    static CriuWork of(long number) {
        for (CriuWork work : values()) {
            if (work.number == number) {
                return work;
            }
        }
        return EMPTY;
    }
}
