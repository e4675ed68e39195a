package sampan.cli.context;

import java.io.IOException;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;

/**
 * A command of contexts.
 *
 * @param usage its name is {@code context ls}
 */
record ContextCommand(Usage usage, Action action) {
    /** What it does. */
    @FunctionalInterface
    interface Action {
        void run(ContextCall call) throws IOException, InvalidValue, CommandFailure;
    }
}
