package sampan.cli.command.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.call.Together;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;
import sampan.core.container.Container;
import sampan.core.error.EngineException;

/** {@code rm}: removes containers. */
public final class RmCommand implements Command {
    private static final Flag<Boolean> FORCE =
            Flag.bool("force", "Kill a running container first").shorthand('f');
    private static final Flag<Boolean> LINK =
            Flag.bool("link", "Remove the specified link").shorthand('l');
    private static final Flag<Boolean> VOLUMES =
            Flag.bool("volumes", "Remove its anonymous volumes too").shorthand('v');

    private static final Usage USAGE = Usage.of("rm", "CONTAINER [CONTAINER...]", "Remove one or more containers")
            .aliases("container rm", "container remove", "rm")
            .flags(FORCE, LINK, VOLUMES)
            .atLeast(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        if (call.on(LINK)) {
            return Together.forEach(
                    call, call.operands(), name -> call.engine().containers().unlink(name));
        }
        boolean force = call.on(FORCE);
        List<String> missing = force ? missing(call) : List.of();
        List<String> there =
                call.operands().stream().filter(name -> !missing.contains(name)).toList();
        return Together.forEach(
                call, there, name -> remove(call, call.engine().containers().find(name), force));
    }

    /** With --force, what is not there is told, and no failure. */
    private static List<String> missing(Call call) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String name : call.operands()) {
            try {
                call.engine().containers().find(name);
            } catch (EngineException.NotFound unknown) {
                missing.add(name);
                call.err().println(Failures.text(unknown));
            }
        }
        return missing;
    }

    private static void remove(Call call, Container container, boolean force) {
        try {
            container.remove(force, call.on(VOLUMES));
        } catch (EngineException.NotFound gone) {
            // It was to be removed at its end, and has just been killed.
            if (!container.hostConfig().lifecycle().autoRemove()) {
                throw gone;
            }
        }
    }
}
