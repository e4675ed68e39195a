package sampan.cli.command.container;

import java.io.IOException;
import java.time.Instant;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.front.AttachResult;
import sampan.core.config.ContainerConfig;
import sampan.core.container.Container;
import sampan.core.container.state.ContainerState;
import sampan.kernel.Fd;

/** {@code attach}: connects to a running container's streams. */
public final class AttachCommand implements Command {
    private static final Flag<Boolean> NO_STDIN = Flag.bool("no-stdin", "Do not attach stdin");

    private static final Usage USAGE = Usage.of(
                    "attach",
                    "CONTAINER",
                    "Attach local standard input, output, and error streams to a running container")
            .aliases("container attach", "attach")
            .flags(Streams.DETACH_KEYS, NO_STDIN, Streams.SIG_PROXY)
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        Container container = call.engine().containers().find(call.operands().getFirst());
        refuseUnlessReady(container.state());
        ContainerConfig config = container.config();
        boolean stdin = !call.on(NO_STDIN) && config.openStdin();
        boolean signals = Streams.proxiesSignals(call) && !config.tty();
        Streams streams = new Streams(stdin, true, true, config.tty(), signals);
        streams.requireTerminal(call);
        try (Fd stream = container.attach(streams.interests())) {
            return switch (streams.pump(call, stream, container)) {
                case AttachResult.Exited(int code) -> code;
                case AttachResult.Detached _ -> detached(call);
                case AttachResult.Lost _, AttachResult.Failed _ -> 1;
            };
        }
    }

    private static void refuseUnlessReady(ContainerState state) throws CommandFailure {
        switch (state) {
            case ContainerState.Created _, ContainerState.Stopped _ ->
                throw new CommandFailure(1, "You cannot attach to a stopped container, start it first");
            case ContainerState.Restarting _ ->
                throw new CommandFailure(1, "You cannot attach to a restarting container, wait until it is running");
            case ContainerState.Running(int _, Instant _, boolean paused) -> {
                if (paused) {
                    throw new CommandFailure(1, "You cannot attach to a paused container, unpause it first");
                }
            }
        }
    }

    private static int detached(Call call) throws IOException {
        call.err().println("read escape sequence");
        return 1;
    }
}
