package sampan.runtime.command.look;

import java.io.IOException;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.command.json.GoJson;

/** {@code state}: show the state of a container as JSON. */
public final class StateCommand implements RuntimeCommand {
    @Override
    public String name() {
        return "state";
    }

    @Override
    public String help() {
        return "show the state of a container as JSON";
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        try (Loaded container = context.load()) {
            context.invocation().out(GoJson.text(StateView.of(container), "  "));
            return 0;
        }
    }
}
