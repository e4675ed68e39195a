package sampan.cli.command.container;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;
import sampan.core.container.Container;
import sampan.core.error.EngineException;

/** {@code kill}: sends a signal to containers. */
public final class KillCommand implements Command {
    private static final Flag<String> SIGNAL =
            Flag.text("signal", "Signal to send").shorthand('s').initially("KILL");

    private static final Usage USAGE = Usage.of(
                    "kill", "CONTAINER [CONTAINER...]", "Kill one or more running containers")
            .aliases("container kill", "kill")
            .flags(SIGNAL)
            .atLeast(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        String signal = call.value(SIGNAL).filter(name -> !name.isEmpty()).orElse("KILL");
        return Failures.forEach(call.operands(), name -> {
            Container.checkSignal(signal);
            find(call, name).kill(signal);
            call.out().println(name);
        });
    }

    private static Container find(Call call, String name) {
        try {
            return call.engine().containers().find(name);
        } catch (EngineException.NotFound missing) {
            throw new EngineException.NotFound("Cannot kill container: " + name + ": " + missing.getMessage());
        }
    }
}
