package sampan.cli.command.container;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.flag.Usage;
import sampan.core.error.EngineException;

/** {@code rename}: gives a container another name. */
public final class RenameCommand implements Command {
    private static final Usage USAGE = Usage.of("rename", "CONTAINER NEW_NAME", "Rename a container")
            .aliases("container rename", "rename")
            .exactly(2);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        String before = call.operands().getFirst().strip();
        String after = call.operands().getLast().strip();
        if (before.isEmpty() || after.isEmpty()) {
            throw new CommandFailure(1, "Error: Neither old nor new names may be empty");
        }
        try {
            call.engine().containers().find(before).rename(after);
            return 0;
        } catch (EngineException failed) {
            call.err().println(Failures.text(failed));
            throw new CommandFailure(1, "Error: failed to rename container named " + before);
        }
    }
}
