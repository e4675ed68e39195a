package sampan.runtime.command.context;

import java.io.IOException;
import java.util.List;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;

/** One command of the runtime; without other word it takes one container's id and no flags. */
public interface RuntimeCommand {
    String name();

    /** What comes after the flags: {@code <container-id> [signal]}. */
    default String operands() {
        return "<container-id>";
    }

    /** One line. */
    String help();

    default List<Option> options() {
        return List.of();
    }

    /** How many operands it takes; {@code most} negative: any number. */
    default int least() {
        return 1;
    }

    default int most() {
        return 1;
    }

    /** What follows the first operand is another command line. */
    default boolean ordered() {
        return false;
    }

    /** Begins what is said of its failures, wrong calls aside. */
    default String prefix() {
        return "";
    }

    /** Exit status of its failures, wrong calls aside. */
    default int failure() {
        return 1;
    }

    /** @return the exit status */
    int run(Context context) throws IOException, RuntimeFailure;
}
