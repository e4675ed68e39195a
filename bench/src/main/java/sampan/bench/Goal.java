package sampan.bench;

/** What a ratio is to be. */
sealed interface Goal {
    record AtMost(double bound) implements Goal {}

    record AtLeast(double bound) implements Goal {}

    /** The figure is told, and judged by nobody. */
    record None() implements Goal {}

    default boolean missedBy(double ratio) {
        return switch (this) {
            case AtMost(double bound) -> ratio > bound;
            case AtLeast(double bound) -> ratio < bound;
            case None _ -> false;
        };
    }

    /** As in a table. */
    default String text() {
        return switch (this) {
            case AtMost(double bound) -> "≤ " + trimmed(bound);
            case AtLeast(double bound) -> "≥ " + trimmed(bound);
            case None _ -> "";
        };
    }

    private static String trimmed(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }
}
