package sampan.cli.command.volume;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.TarOutput;
import sampan.cli.flag.Usage;
import sampan.core.volume.Volume;

/** {@code volume export}: what is in a volume, as an archive. */
public final class VolumeExportCommand implements Command {
    private static final Usage USAGE = Usage.of("volume export", "VOLUME", "Export a volume's files as a tar archive")
            .flags(TarOutput.FLAG)
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        TarOutput.write(call, "failed to export volume: ", archive -> {
            Volume volume = call.engine().volumes().find(call.operands().getFirst());
            call.engine().containers().openVolume(volume, files -> files.pack(archive));
            archive.finish();
        });
        return 0;
    }
}
