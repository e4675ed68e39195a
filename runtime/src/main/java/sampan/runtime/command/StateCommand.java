package sampan.runtime.command;

import java.io.IOException;
import java.util.List;

/** {@code state}: show the state of a container as JSON. */
final class StateCommand implements RuntimeCommand {
    @Override
    public String name() {
        return "state";
    }

    @Override
    public String operands() {
        return "<container-id>";
    }

    @Override
    public String help() {
        return "show the state of a container as JSON";
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
            context.invocation().out(GoJson.text(StateView.of(container), "  "));
            return 0;
        }
    }
}
