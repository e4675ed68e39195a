package sampan.runtime.command.life;

import java.io.IOException;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.command.context.RuntimeCommand;

/** {@code start}: let a created container run its program. */
public final class StartCommand implements RuntimeCommand {
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
        Starting starting;
        try (Loaded container = context.load()) {
            container.saved().lock();
            starting = switch (container.status()) {
                case CREATED, PAUSED -> open(context, container);
                case STOPPED -> throw new RuntimeFailure("cannot start a container that has stopped");
                case RUNNING -> throw new RuntimeFailure("cannot start an already running container");
            };
        }
        starting.finish(context);
        return 0;
    }

    /** Who else was about to start it has done so. */
    private static Starting open(Context context, Loaded container) throws IOException, RuntimeFailure {
        Starting starting = Starting.of(context, container);
        boolean opened = false;
        try {
            opened = container.saved().openGate();
        } finally {
            if (!opened) {
                starting.close();
            }
        }
        if (!opened) {
            throw new RuntimeFailure("cannot start an already running container");
        }
        return starting;
    }
}
