package sampan.cli.command.container;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.flag.Usage;
import sampan.core.container.Container;
import sampan.core.container.state.ContainerState;

/** {@code wait}: until containers have ended. */
public final class WaitCommand implements Command {
    private static final Usage USAGE = Usage.of(
                    "wait",
                    "CONTAINER [CONTAINER...]",
                    "Block until one or more containers stop, then print their exit codes")
            .aliases("container wait", "wait")
            .atLeast(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        return Failures.forEach(call.operands(), name -> {
            Container container = call.engine().containers().find(name);
            int code = container.state() instanceof ContainerState.Created
                    ? 0 // nothing runs: there is nothing to wait for
                    : call.session().await(container::await);
            call.out().println(String.valueOf(code));
        });
    }
}
