package sampan.cli.command.container;

import java.io.IOException;
import java.util.Map;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.TarOutput;
import sampan.cli.flag.Usage;
import sampan.core.container.Container;
import sampan.core.event.Action;
import sampan.core.snapshot.ContainerTrees;

/** {@code export}: a container's files as an archive. */
public final class ExportCommand implements Command {
    private static final Usage USAGE = Usage.of(
                    "export", "CONTAINER", "Export a container's filesystem as a tar archive")
            .aliases("container export", "export")
            .flags(TarOutput.FLAG)
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        TarOutput.write(call, "failed to export container: ", archive -> {
            Container container =
                    call.engine().containers().find(call.operands().getFirst());
            try (ContainerTrees trees = container.trees()) {
                container.tell(Action.EXPORT, Map.of());
                trees.packAll(archive);
            }
        });
        return 0;
    }
}
