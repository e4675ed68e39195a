package sampan.runtime.command;

import java.io.IOException;
import java.util.List;
import sampan.runtime.state.Status;

/** {@code resume}: let the processes of a paused container go on. */
final class ResumeCommand implements RuntimeCommand {
    @Override
    public String name() {
        return "resume";
    }

    @Override
    public String operands() {
        return "<container-id>";
    }

    @Override
    public String help() {
        return "let the processes of a paused container go on";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public int least() {
        return 1;
    }

    @Override
    public int most() {
        return 1;
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
