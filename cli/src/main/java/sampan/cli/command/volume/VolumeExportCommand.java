package sampan.cli.command.volume;

import java.io.IOException;
import java.io.OutputStream;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.OutputFile;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;
import sampan.cli.progress.Progress;
import sampan.cli.progress.ProgressStream;
import sampan.core.volume.Volume;
import sampan.oci.layer.TarWriter;

/** {@code volume export}: what is in a volume, as an archive. */
public final class VolumeExportCommand implements Command {
    private static final Flag<String> OUTPUT =
            Flag.text("output", "Write to a file, instead of STDOUT").shorthand('o');
    private static final Usage USAGE = Usage.of("volume export", "VOLUME", "Export a volume's files as a tar archive")
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
        Volume volume = call.engine().volumes().find(call.operands().getFirst());
        if (output.isEmpty()) {
            pack(call, volume, call.out());
            return 0;
        }
        try (OutputFile file = OutputFile.open(call, output, "failed to export volume: ")) {
            pack(call, volume, file);
            file.commit();
        }
        return 0;
    }

    private static void pack(Call call, Volume volume, OutputStream target) throws IOException {
        try (Progress progress = Progress.of(call.session(), "Exporting", 0)) {
            TarWriter archive = new TarWriter(new ProgressStream(target, progress), call.session()::checkCancelled);
            call.engine().containers().openVolume(volume, files -> files.pack(archive));
            archive.finish();
        }
    }
}
