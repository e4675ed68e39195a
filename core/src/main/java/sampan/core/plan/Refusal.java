package sampan.core.plan;

import sampan.core.error.EngineException;

/** How the rules of this package say no. */
final class Refusal {
    private Refusal() {}

    static void when(boolean wrong, String sentence) {
        if (wrong) {
            throw new EngineException.InvalidArgument(sentence);
        }
    }
}
