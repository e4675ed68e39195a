package sampan.cli.command.container;

import java.io.IOException;
import java.util.stream.Stream;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.container.ContainerFlags;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.front.AttachResult;
import sampan.core.caller.Caller;
import sampan.core.config.ContainerConfig;
import sampan.core.container.Container;
import sampan.core.container.state.CreateRequest;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;

/** {@code run}: makes a container, starts it, and stays with it unless told not to. */
public final class RunCommand implements Command {
    private static final Flag<Boolean> DETACH =
            Flag.bool("detach", "Leave the container running and print its id").shorthand('d');

    private static final Usage USAGE = Usage.of(
                    "run", "IMAGE [COMMAND] [ARG...]", "Create and run a new container from an image")
            .aliases("container run", "run")
            .flags(Stream.concat(ContainerFlags.ALL.stream(), Stream.of(DETACH, Streams.DETACH_KEYS, Streams.SIG_PROXY))
                    .toList())
            .atLeast(1)
            .commandFollowing();

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        boolean detached = call.on(DETACH);
        if (detached && ContainerFlags.namesStreams(call.flags())) {
            throw new CommandFailure(1, "conflicting options: cannot specify both --attach and --detach");
        }
        CreateRequest request = ContainerFlags.request(call.flags(), call.invoker(), detached);
        Streams streams = streams(call, request.config());
        if (!detached) {
            streams.requireTerminal(call);
        }
        Container container = Creating.create(call, request, CidFile.of(call, USAGE));
        if (detached) {
            start(container, asDetached(call.session().caller()));
            call.out().println(container.id());
            return 0;
        }
        return stay(call, container, streams);
    }

    /** Its host files are the caller's, but it is the engine's to start: it must outlive the caller's session. */
    private static Caller asDetached(Caller caller) {
        return new Caller(caller.files(), Caller.local().launcher());
    }

    private static Streams streams(Call call, ContainerConfig config) {
        boolean signals = Streams.proxiesSignals(call) && !config.tty();
        return new Streams(
                config.attachStdin() && config.openStdin(),
                config.attachStdout(),
                config.attachStderr(),
                config.tty(),
                signals);
    }

    private static int stay(Call call, Container container, Streams streams) throws IOException, CommandFailure {
        try (Fd stream = container.attach(streams.interests())) {
            call.session().checkCancelled();
            start(container, call.session().caller());
            return switch (streams.pump(call, stream, container)) {
                case AttachResult.Exited(int code) -> ended(call, container, code);
                case AttachResult.Detached _ -> 0;
                case AttachResult.Lost _ -> ended(call, container, 125);
                case AttachResult.Failed _ -> 125;
            };
        }
    }

    /** A container that is removed at its end is gone when the command ends. */
    private static int ended(Call call, Container container, int code) throws IOException {
        if (container.hostConfig().lifecycle().autoRemove()) {
            call.session().await(container::await);
        }
        return code;
    }

    private static void start(Container container, Caller caller) throws CommandFailure {
        try {
            container.start(caller);
        } catch (EngineException failed) {
            throw new CommandFailure(status(failed), Failures.ofRun(USAGE, Failures.text(failed)));
        }
    }

    /** Of what went wrong before there was a process Docker's client knows only the sentence. */
    private static int status(EngineException failed) {
        if (failed instanceof EngineException.StartFailure failure) {
            return failure.exitCode();
        }
        String sentence = String.valueOf(failed.getMessage());
        if (sentence.contains("no such file or directory")) {
            return NOT_FOUND;
        }
        return sentence.contains("permission denied") || sentence.contains("is a directory") ? NOT_EXECUTABLE : 125;
    }
}
