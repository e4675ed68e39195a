package sampan.runtime.command.checkpoint;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.command.life.Deletion;
import sampan.runtime.criu.CriuSwitch;
import sampan.runtime.state.StateFolder;
import sampan.runtime.state.Status;

/** {@code checkpoint}: write a running container into files. */
public final class CheckpointCommand implements RuntimeCommand {
    private static final List<Option> OPTIONS = Stream.concat(
                    CriuFlags.SHARED.stream(),
                    Stream.of(
                            Option.of("parent-path", "folder of earlier images, relative to that of these"),
                            Option.bool("leave-running", "let the container run on"),
                            Option.of("status-fd", "descriptor that gets a zero byte when pages can be asked for"),
                            Option.of("page-server", "ADDRESS:PORT of who takes the pages"),
                            Option.bool("pre-dump", "write the memory only, and let the container run on")))
            .toList();

    @Override
    public String name() {
        return "checkpoint";
    }

    @Override
    public String help() {
        return "write a running container into files";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        try (Loaded container = context.load()) {
            container.saved().lock();
            Status status = container.status();
            if (status == Status.CREATED || status == Status.STOPPED) {
                throw new RuntimeFailure("Container cannot be checkpointed in " + status.word() + " state");
            }
            CriuFlags flags = CriuFlags.of(context);
            new Checkpoint(context, container, flags).write();
            if (!flags.on(CriuSwitch.LEAVE_RUNNING) && !flags.preDump()) {
                try (StateFolder states = context.statesOrMake()) {
                    new Deletion(context, container.record().id()).delete(states, container.saved(), true);
                }
            }
            return 0;
        }
    }
}
