package sampan.runtime.program;

/** A place further on in a {@link Script}, to skip to. */
public final class Label {
    private static final int UNPLACED = -1;

    private int at = UNPLACED;

    Label() {}

    void place(int position) {
        if (at != UNPLACED) {
            throw new IllegalStateException("a label placed twice");
        }
        at = position;
    }

    /** How many steps lie between the one at {@code from} and this place. */
    int distance(int from) {
        if (at <= from) {
            throw new IllegalStateException(at == UNPLACED ? "a label never placed" : "a label before its use");
        }
        return at - from - 1;
    }
}
