package sampan.cli.command.volume;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;

/** {@code volume update}: of a swarm's volumes, of which there is none here. */
public final class VolumeUpdateCommand implements Command {
    private static final Flag<String> AVAILABILITY =
            Flag.text("availability", "Whether it may be used").initially("active");

    private static final Usage USAGE = Usage.of("volume update", "[VOLUME]", "Update a volume (cluster volumes only)")
            .flags(AVAILABILITY)
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        call.engine().volumes().find(call.operands().getFirst());
        throw new CommandFailure(1, "can only update cluster volumes");
    }
}
