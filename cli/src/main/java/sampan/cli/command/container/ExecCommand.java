package sampan.cli.command.container;

import java.io.IOException;
import java.util.stream.Stream;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.container.ExecFlags;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.front.AttachResult;
import sampan.core.caller.Caller;
import sampan.core.error.EngineException;
import sampan.core.exec.Exec;
import sampan.core.exec.ExecConfig;
import sampan.kernel.Fd;

/** {@code exec}: runs a command in a running container. */
public final class ExecCommand implements Command {
    private static final Flag<Boolean> DETACH =
            Flag.bool("detach", "Leave the command running").shorthand('d');

    private static final Usage USAGE = Usage.of(
                    "exec", "CONTAINER COMMAND [ARG...]", "Execute a command in a running container")
            .aliases("container exec", "exec")
            .flags(Stream.concat(ExecFlags.ALL.stream(), Stream.of(DETACH, Streams.DETACH_KEYS))
                    .toList())
            .atLeast(2)
            .commandFollowing();

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        ExecConfig config = ExecFlags.config(call.flags(), call.invoker());
        boolean detached = call.on(DETACH);
        Streams streams = new Streams(config.stdin() && !detached, true, true, config.tty(), false);
        streams.requireTerminal(call);
        Exec exec = call.engine().containers().find(call.operands().getFirst()).exec(config);
        if (detached) {
            start(
                    exec,
                    new Caller(call.session().caller().files(), Caller.local().launcher()));
            return 0;
        }
        try (Fd stream = exec.attach(streams.interests())) {
            start(exec, call.session().caller());
            return switch (streams.pump(call, stream)) {
                case AttachResult.Exited(int code) -> code;
                case AttachResult.Detached _ -> 0;
                case AttachResult.Lost _, AttachResult.Failed _ -> 1;
            };
        }
    }

    private static void start(Exec exec, Caller caller) throws CommandFailure {
        try {
            exec.start(caller);
        } catch (EngineException.StartFailure failure) {
            throw new CommandFailure(failure.exitCode(), String.valueOf(failure.getMessage()));
        }
    }
}
