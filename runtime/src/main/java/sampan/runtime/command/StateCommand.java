package sampan.runtime.command;

import java.io.IOException;

/** {@code state}: show the state of a container as JSON. */
final class StateCommand implements RuntimeCommand {
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
