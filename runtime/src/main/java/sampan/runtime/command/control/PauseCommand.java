package sampan.runtime.command.control;

import java.io.IOException;
import java.time.Duration;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.state.Status;

/** {@code pause}: stop all processes of a container where they are. */
public final class PauseCommand implements RuntimeCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "pause";
    }

    @Override
    public String help() {
        return "stop all processes of a container where they are";
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        try (Loaded container = context.load()) {
            boolean runs = container.status() == Status.RUNNING || container.status() == Status.CREATED;
            if (!runs || container.cgroup().isEmpty()) {
                throw new RuntimeFailure("container not running");
            }
            container.cgroup().get().freeze(PATIENCE);
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
