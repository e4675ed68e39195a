package sampan.cli.command.volume;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;
import sampan.core.error.EngineException;

/** {@code volume rm}. */
public final class VolumeRemoveCommand implements Command {
    private static final Flag<Boolean> FORCE =
            Flag.bool("force", "Force the removal of one or more volumes").shorthand('f');

    private static final Usage USAGE = Usage.of(
                    "volume rm",
                    "VOLUME [VOLUME...]",
                    "Remove one or more volumes. You cannot remove a volume that is in use by a container.")
            .aliases("volume rm", "volume remove")
            .flags(FORCE)
            .atLeast(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        return Failures.forEach(call.operands(), name -> {
            try {
                call.engine().removeVolume(name);
            } catch (EngineException.NotFound missing) {
                if (!call.on(FORCE)) {
                    throw missing;
                }
            }
            call.out().println(name);
        });
    }
}
