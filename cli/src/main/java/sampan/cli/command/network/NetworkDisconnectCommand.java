package sampan.cli.command.network;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;

/** {@code network disconnect}. */
public final class NetworkDisconnectCommand implements Command {
    private static final Flag<Boolean> FORCE = Flag.bool("force", "Force the container to disconnect from a network")
            .shorthand('f');

    private static final Usage USAGE = Usage.of(
                    "network disconnect", "NETWORK CONTAINER", "Disconnect a container from a network")
            .flags(FORCE)
            .exactly(2);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException {
        call.engine()
                .containers()
                .find(call.operands().getLast())
                .disconnect(call.operands().getFirst(), call.on(FORCE));
        return 0;
    }
}
