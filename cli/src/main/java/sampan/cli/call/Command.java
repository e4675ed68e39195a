package sampan.cli.call;

import java.io.IOException;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;

/** One command of the command line. */
public interface Command {
    Usage usage();

    /**
     * @return the exit status
     * @throws InvalidValue when a value that no flag's parser could judge is wrong
     * @throws CommandFailure with the message and the status of a failure
     */
    int run(Call call) throws IOException, InvalidValue, CommandFailure;
}
