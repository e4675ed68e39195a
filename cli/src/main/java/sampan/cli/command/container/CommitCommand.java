package sampan.cli.command.container;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.ImageName;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.progress.Elapsed;
import sampan.core.files.Commit;
import sampan.core.image.catalogue.Image;

/** {@code commit}: makes an image of a container's changes. */
public final class CommitCommand implements Command {
    private static final Flag<String> AUTHOR = Flag.text(
                    "author", "Author (e.g., \"John Hannibal Smith <hannibal@a-team.com>\")")
            .shorthand('a');
    private static final Flag<String> CHANGE = Flag.list("change", "Apply Dockerfile instruction to the created image")
            .shorthand('c');
    private static final Flag<String> MESSAGE =
            Flag.text("message", "Commit message").shorthand('m');
    private static final Flag<Boolean> PAUSE =
            Flag.bool("pause", "Pause container during commit").shorthand('p').initially("true");

    private static final Usage USAGE = Usage.of(
                    "commit", "CONTAINER [REPOSITORY[:TAG]]", "Create a new image from a container's changes")
            .aliases("container commit", "commit")
            .flags(AUTHOR, CHANGE, MESSAGE, PAUSE)
            .between(1, 2);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        Commit commit = new Commit(
                ImageName.second(call),
                call.flags().values(CHANGE),
                call.value(AUTHOR).orElse(""),
                call.value(MESSAGE).orElse(""),
                call.value(PAUSE).orElse(true));
        Image made;
        try (Elapsed _ = Elapsed.of(call.session(), "Committing")) {
            made = call.engine().commit(call.operands().getFirst(), commit);
        }
        call.out().println(made.id().toString());
        return 0;
    }
}
