package sampan.cli.command.image;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.Pruning;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.image.Retention;

/** {@code image gc}: what the engine does by itself from time to time, now. */
public final class ImageGcCommand implements Command {
    private static final Flag<String> POLICY = Flag.text(
            "policy",
            "Instead of the engine's own: any of age=168h, high=90, low=80 and named=true, with commas between");

    private static final Usage USAGE = Usage.of(
                    "image gc",
                    "",
                    "Remove images that have outlived their names\n\nThose whose name went to a newer image go after a while, and"
                            + " the oldest of them at once when the disk is full. 'image prune' removes all of them.")
            .flags(POLICY)
            .exactly(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        Retention retention = call.value(POLICY)
                .map(Retention::parse)
                .orElse(call.engine().options().storage().retention());
        Pruning pruning = new Pruning(call);
        pruning.images(call.engine().collectImages(retention));
        call.out().print(pruning.text());
        return 0;
    }
}
