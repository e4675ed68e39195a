package sampan.runtime.command;

import java.io.IOException;
import java.util.List;

/** One command of the runtime. */
interface RuntimeCommand {
    String name();

    /** What comes after the flags: {@code <container-id> [signal]}. */
    String operands();

    /** One line. */
    String help();

    List<Option> options();

    /** How many operands it takes; {@code most} negative: any number. */
    int least();

    int most();

    /** What follows the first operand is another command line. */
    default boolean ordered() {
        return false;
    }

    /** @return the exit status */
    int run(Context context) throws IOException, RuntimeFailure;
}
