package sampan.cli.command.container;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.container.ContainerFlags;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.container.Container;
import sampan.core.container.state.CreateRequest;

/** {@code create}: makes a container and does not start it. */
public final class CreateCommand implements Command {
    private static final Usage USAGE = Usage.of("create", "IMAGE [COMMAND] [ARG...]", "Create a new container")
            .aliases("container create", "create")
            .flags(ContainerFlags.ALL)
            .atLeast(1)
            .commandFollowing();

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        CidFile cidfile = CidFile.of(call, USAGE);
        CreateRequest request = ContainerFlags.request(call.flags(), call.invoker(), false);
        call.out().println(create(call, request, cidfile).id());
        return 0;
    }

    private static Container create(Call call, CreateRequest request, CidFile cidfile)
            throws IOException, CommandFailure {
        try {
            return Creating.create(call, request, cidfile);
        } catch (InvalidValue name) {
            throw new CommandFailure(1, String.valueOf(name.getMessage()));
        }
    }
}
