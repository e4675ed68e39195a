package sampan.runtime.command.life;

import java.io.IOException;
import java.util.List;
import sampan.runtime.command.bundle.Bundle;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.command.handover.LaunchOptions;

/** {@code create}: make a container, which waits for its start. */
public final class CreateCommand implements RuntimeCommand {
    @Override
    public String name() {
        return "create";
    }

    @Override
    public String help() {
        return "make a container, which waits for its start";
    }

    @Override
    public List<Option> options() {
        return LaunchOptions.FLAGS;
    }

    @Override
    public String prefix() {
        return "runc create failed: ";
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        String id = context.id();
        context.expectStates();
        Bundle bundle = Bundle.of(context);
        new Creation(context, id, bundle, LaunchOptions.of(context, true, false))
                .create()
                .close();
        return 0;
    }
}
