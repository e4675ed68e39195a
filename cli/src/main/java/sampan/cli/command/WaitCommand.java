package sampan.cli.command;

import java.io.IOException;
import sampan.cli.flag.Usage;
import sampan.core.container.Container;

/** {@code wait}: until containers have ended. */
final class WaitCommand implements Command {
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
            call.out().println(String.valueOf((int) call.session().await(container::await)));
        });
    }
}
