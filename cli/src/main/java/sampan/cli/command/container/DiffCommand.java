package sampan.cli.command.container;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.Usage;
import sampan.core.snapshot.Change;

/** {@code diff}: which files of its image a container has changed. */
public final class DiffCommand implements Command {
    private static final Usage USAGE = Usage.of(
                    "diff", "CONTAINER", "Inspect changes to files or directories on a container's filesystem")
            .aliases("container diff", "diff")
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        String name = call.operands().getFirst();
        CommandFailure.refuse(name.isEmpty(), "Container name cannot be empty");
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Change change : call.engine().changes(name)) {
            lines.writeBytes((change.kind().letter() + " /").getBytes(ISO_8859_1));
            lines.writeBytes(change.path().bytes());
            lines.write('\n');
        }
        call.out().write(lines.toByteArray());
        return 0;
    }
}
