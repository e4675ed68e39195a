package sampan.runtime.command;

import java.io.IOException;

/** {@code start}: let a created container run its program. */
final class StartCommand implements RuntimeCommand {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public String help() {
        return "let a created container run its program";
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        try (Loaded container = context.load()) {
            container.saved().lock();
            return switch (container.status()) {
                case CREATED, PAUSED -> open(container);
                case STOPPED -> throw new RuntimeFailure("cannot start a container that has stopped");
                case RUNNING -> throw new RuntimeFailure("cannot start an already running container");
            };
        }
    }

    /** Who else was about to start it has done so. */
    private static int open(Loaded container) throws IOException, RuntimeFailure {
        if (!container.saved().openGate()) {
            throw new RuntimeFailure("cannot start an already running container");
        }
        return 0;
    }
}
