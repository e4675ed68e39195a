package sampan.runtime.command.life;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.state.SavedContainer;
import sampan.runtime.state.StateFolder;

/** {@code delete}: take a stopped container away, with all that is held for it. */
public final class DeleteCommand implements RuntimeCommand {
    private static final List<Option> OPTIONS =
            List.of(Option.bool("force,f", "kill the container first, if it still runs"), Chosen.REGEX);

    @Override
    public String name() {
        return "delete";
    }

    @Override
    public String help() {
        return "take a stopped container away, with all that is held for it";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        return Chosen.each(context, id -> delete(context, id, context.words().on("force")));
    }

    private static int delete(Context context, String id, boolean force) throws IOException, RuntimeFailure {
        try (StateFolder states = context.statesOrMake()) {
            Optional<SavedContainer> saved = states.find(id);
            if (saved.isEmpty()) {
                if (force) {
                    return 0;
                }
                throw new RuntimeFailure("container does not exist");
            }
            try (SavedContainer container = saved.get()) {
                container.lock();
                new Deletion(context, id).delete(states, container, force);
            }
            return 0;
        }
    }
}
