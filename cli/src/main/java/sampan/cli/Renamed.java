package sampan.cli;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;

/** A command under the words by which it was called, as its help and its errors repeat them. */
record Renamed(Command command, Usage usage) implements Command {
    static Command of(Command command, String words) {
        return command.usage().name().equals(words)
                ? command
                : new Renamed(command, command.usage().named(words));
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        return command.run(call);
    }
}
