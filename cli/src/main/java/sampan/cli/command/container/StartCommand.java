package sampan.cli.command.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.front.AttachResult;
import sampan.core.caller.Caller;
import sampan.core.config.ContainerConfig;
import sampan.core.container.Container;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;

/** {@code start}: starts containers that do not run. */
public final class StartCommand implements Command {
    private static final Flag<Boolean> ATTACH =
            Flag.bool("attach", "Attach stdout and stderr and pass signals on").shorthand('a');
    private static final Flag<String> CHECKPOINT =
            Flag.text("checkpoint", "Restore from this checkpoint").comesWith("checkpoints");
    private static final Flag<String> CHECKPOINT_DIR =
            Flag.text("checkpoint-dir", "Where checkpoints are").comesWith("checkpoints");
    private static final Flag<Boolean> INTERACTIVE =
            Flag.bool("interactive", "Attach stdin").shorthand('i');

    private static final Usage USAGE = Usage.of(
                    "start", "CONTAINER [CONTAINER...]", "Start one or more stopped containers")
            .aliases("container start", "start")
            .flags(ATTACH, CHECKPOINT, CHECKPOINT_DIR, Streams.DETACH_KEYS, INTERACTIVE, Streams.SIG_PROXY)
            .atLeast(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        if (!call.on(ATTACH) && !call.on(INTERACTIVE)) {
            return startAll(call);
        }
        if (call.operands().size() > 1) {
            throw new CommandFailure(1, "you cannot start and attach multiple containers at once");
        }
        return stay(call, call.engine().containers().find(call.operands().getFirst()));
    }

    private static int startAll(Call call) throws IOException, CommandFailure {
        List<String> failed = new ArrayList<>();
        for (String name : call.operands()) {
            try {
                Container container = call.engine().containers().find(name);
                startUnlessUp(
                        container,
                        new Caller(
                                call.session().caller().files(), Caller.local().launcher()));
                call.out().println(name);
            } catch (EngineException failure) {
                call.err().println(Failures.text(failure));
                failed.add(name);
            }
        }
        if (!failed.isEmpty()) {
            throw new CommandFailure(1, "Error: failed to start containers: " + String.join(", ", failed));
        }
        return 0;
    }

    private static void startUnlessUp(Container container, Caller caller) {
        try {
            container.start(caller);
        } catch (EngineException.NotModified _) {
            // as wanted
        }
    }

    private static int stay(Call call, Container container) throws IOException, CommandFailure {
        ContainerConfig config = container.config();
        boolean stdin = call.on(INTERACTIVE) && config.openStdin();
        boolean signals = Streams.proxiesSignals(call) && !config.tty();
        Streams streams = new Streams(stdin, true, true, config.tty(), signals);
        streams.requireTerminal(call);
        try (Fd stream = container.attach(streams.interests())) {
            start(container, call.session().caller());
            return switch (streams.pump(call, stream, container)) {
                case AttachResult.Exited(int code) -> code;
                case AttachResult.Detached _ -> 0;
                case AttachResult.Lost _, AttachResult.Failed _ -> 1;
            };
        }
    }

    private static void start(Container container, Caller caller) throws CommandFailure {
        try {
            startUnlessUp(container, caller);
        } catch (EngineException.StartFailure failure) {
            throw new CommandFailure(failure.exitCode(), Failures.text(failure));
        }
    }
}
