package sampan.cli.command.container;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.OutputFile;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;
import sampan.cli.progress.Progress;
import sampan.cli.progress.ProgressStream;
import sampan.core.container.Container;
import sampan.core.event.Action;
import sampan.core.snapshot.ContainerTrees;
import sampan.oci.layer.TarWriter;

/** {@code export}: a container's files as an archive. */
public final class ExportCommand implements Command {
    private static final Flag<String> OUTPUT =
            Flag.text("output", "Write to a file, instead of STDOUT").shorthand('o');
    private static final Usage USAGE = Usage.of(
                    "export", "CONTAINER", "Export a container's filesystem as a tar archive")
            .aliases("container export", "export")
            .flags(OUTPUT)
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        String output = call.value(OUTPUT).orElse("");
        CommandFailure.refuse(
                output.isEmpty() && call.session().request().isTerminal(1),
                "cowardly refusing to save to a terminal. Use the -o flag or redirect");
        String name = call.operands().getFirst();
        if (output.isEmpty()) {
            pack(call, name, call.out());
            return 0;
        }
        try (OutputFile file = OutputFile.open(call, output, "failed to export container: ")) {
            pack(call, name, file);
            file.commit();
        }
        return 0;
    }

    private static void pack(Call call, String name, OutputStream target) throws IOException {
        Container container = call.engine().containers().find(name);
        try (ContainerTrees trees = container.trees();
                Progress progress = Progress.of(call.session(), "Exporting", 0)) {
            container.tell(Action.EXPORT, Map.of());
            trees.packAll(new TarWriter(new ProgressStream(target, progress), call.session()::checkCancelled));
        }
    }
}
