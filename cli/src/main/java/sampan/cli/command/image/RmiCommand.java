package sampan.cli.command.image;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.call.ImagePlatform;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;
import sampan.core.error.EngineException;
import sampan.core.image.Removal;
import sampan.oci.image.Platform;

/** {@code rmi}: removes names of images, and images with their last name. */
public final class RmiCommand implements Command {
    private static final Flag<Boolean> FORCE =
            Flag.bool("force", "Remove it though containers were made from it").shorthand('f');
    /** Images have no parents here: there is never one to be left alone. */
    private static final Flag<Boolean> NO_PRUNE = Flag.bool("no-prune", "Do not remove untagged parents");

    private static final Flag<Platform> PLATFORM = ImagePlatform.several("Only if this is its platform");

    private static final Usage USAGE = Usage.of("rmi", "IMAGE [IMAGE...]", "Remove one or more images")
            .aliases("image rm", "image remove", "rmi")
            .flags(FORCE, NO_PRUNE, PLATFORM)
            .atLeast(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        boolean force = call.on(FORCE);
        return Failures.forEach(call.operands(), name -> {
            try {
                for (Platform wanted : call.flags().values(PLATFORM)) {
                    call.engine().images().find(name).require(wanted, name);
                }
                for (Removal step : call.engine().removeImage(name, force)) {
                    call.out().println(line(step));
                }
            } catch (EngineException.NotFound missing) {
                if (!force) {
                    throw missing;
                }
                call.err().println(Failures.text(missing));
            }
        });
    }

    private static String line(Removal step) {
        return switch (step) {
            case Removal.Untagged(String reference) -> "Untagged: " + reference;
            case Removal.Deleted(String digest) -> "Deleted: " + digest;
        };
    }
}
