package sampan.runtime.command.control;

import java.io.IOException;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.state.Status;

/** {@code resume}: let the processes of a paused container go on. */
public final class ResumeCommand implements RuntimeCommand {
    @Override
    public String name() {
        return "resume";
    }

    @Override
    public String help() {
        return "let the processes of a paused container go on";
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        try (Loaded container = context.load()) {
            if (container.status() != Status.PAUSED || container.cgroup().isEmpty()) {
                throw new RuntimeFailure("container not paused");
            }
            container.cgroup().get().thaw();
            return 0;
        }
    }
}
