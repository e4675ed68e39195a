package sampan.core.doctor;

/**
 * One feature on this host.
 *
 * @param why what was found
 * @param mend the exact line that mends it; empty when there is nothing to mend
 */
public record Finding(String feature, State state, String why, String mend) {
    /** How it is with a feature. */
    public enum State {
        OK,
        /** Containers run; who asks for this feature gets an error. */
        MISSING,
        /** Containers do not run. */
        BROKEN;

        /** For people and for JSON. */
        public String word() {
            return switch (this) {
                case OK -> "ok";
                case MISSING -> "missing";
                case BROKEN -> "broken";
            };
        }
    }

    static Finding ok(String feature, String why) {
        return new Finding(feature, State.OK, why, "");
    }

    static Finding missing(String feature, String why, String mend) {
        return new Finding(feature, State.MISSING, why, mend);
    }

    static Finding broken(String feature, String why, String mend) {
        return new Finding(feature, State.BROKEN, why, mend);
    }
}
