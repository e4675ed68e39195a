package sampan.cli.command.network;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;
import sampan.core.error.EngineException;

/** {@code network rm}. */
public final class NetworkRemoveCommand implements Command {
    private static final Flag<Boolean> FORCE =
            Flag.bool("force", "Do not error if the network does not exist").shorthand('f');

    private static final Usage USAGE = Usage.of("network rm", "NETWORK [NETWORK...]", "Remove one or more networks")
            .aliases("network rm", "network remove")
            .flags(FORCE)
            .atLeast(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        return Failures.forEach(call.operands(), name -> {
            try {
                call.engine().removeNetwork(name);
            } catch (EngineException.NotFound missing) {
                if (!call.on(FORCE)) {
                    throw missing;
                }
            }
            call.out().println(name);
        });
    }
}
