package sampan.cli.command.container;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Together;
import sampan.cli.flag.Usage;
import sampan.core.caller.Caller;

/** {@code restart}: stops containers that run, and starts all that are named. */
public final class RestartCommand implements Command {
    private static final Usage USAGE = Usage.of("restart", "CONTAINER [CONTAINER...]", "Restart one or more containers")
            .aliases("container restart", "restart")
            .flags(StopCommand.SIGNAL, StopCommand.TIMEOUT, StopCommand.TIME)
            .atLeast(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        Optional<String> signal = StopCommand.signal(call);
        Optional<Duration> timeout = StopCommand.timeout(call);
        Caller caller =
                new Caller(call.session().caller().files(), Caller.local().launcher());
        return Together.forEach(
                call,
                call.operands(),
                name -> call.engine().containers().find(name).restart(signal, timeout, caller));
    }
}
