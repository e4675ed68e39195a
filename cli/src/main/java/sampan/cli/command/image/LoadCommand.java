package sampan.cli.command.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import sampan.cli.call.Archive;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.ImagePlatform;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.table.ProgressBar;
import sampan.core.error.EngineException;
import sampan.core.image.archive.LoadProgress;
import sampan.core.image.archive.LoadedImage;
import sampan.kernel.Fd;
import sampan.kernel.file.Pipe;
import sampan.oci.image.Digest;
import sampan.oci.image.Platform;

/** {@code load}: takes images from an archive. */
public final class LoadCommand implements Command {
    private static final Flag<String> INPUT =
            Flag.text("input", "Read from tar archive file, instead of STDIN").shorthand('i');
    private static final Flag<Platform> PLATFORM = ImagePlatform.flag("Load only this platform");
    private static final Flag<Boolean> QUIET =
            Flag.bool("quiet", "Suppress the load output").shorthand('q');

    private static final Usage USAGE = Usage.of("load", "", "Load an image from a tar archive or STDIN")
            .aliases("image load", "load")
            .flags(INPUT, PLATFORM, QUIET, ArchiveSignature.KEY, ArchiveSignature.SIGNATURE)
            .exactly(0);

    private static final int USUAL_WIDTH = 200;

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        String input = call.value(INPUT).orElse("");
        if (input.isEmpty()) {
            if (call.session().request().isTerminal(0)) {
                throw new InvalidValue("requested load from stdin, but stdin is empty");
            }
            return load(call, call.session().stdin(), "");
        }
        try (Fd file = Archive.open(call, input)) {
            return load(call, file, input);
        }
    }

    private static int load(Call call, Fd file, String name) throws IOException, InvalidValue {
        boolean watched = call.session().request().isTerminal(1) && !call.on(QUIET);
        Bars bars = new Bars(call);
        InputStream archive = ArchiveSignature.over(call, new Archive(file, call.session()), name);
        List<LoadedImage> loaded;
        try (Pipe none = Pipe.open()) {
            // What has a signature is read once: the file could be another one the next time.
            Fd readable = ArchiveSignature.isRequired(call) ? none.readEnd() : file;
            LoadProgress progress = (layer, done, total) -> bars.show(layer, done, total, watched);
            loaded = call.engine().images().load(readable, archive, call.value(PLATFORM), progress);
        } catch (EngineException failed) {
            bars.end();
            call.session().checkCancelled();
            throw failed;
        }
        bars.end();
        for (LoadedImage image : loaded) {
            call.out().print(lines(image));
        }
        return 0;
    }

    private static String lines(LoadedImage image) {
        StringBuilder lines = new StringBuilder();
        for (LoadedImage.Taken taken : image.takenFrom()) {
            lines.append("The image ")
                    .append(taken.name().familiar())
                    .append(" already exists, renaming the old one with ID ")
                    .append(taken.from())
                    .append(" to empty string\n");
        }
        image.names()
                .forEach(name ->
                        lines.append("Loaded image: ").append(name.familiar()).append('\n'));
        if (image.names().isEmpty()) {
            lines.append("Loaded image ID: ").append(image.id()).append('\n');
        }
        return lines.toString();
    }

    /** A line for each layer, the last of them drawn anew while it grows. */
    private static final class Bars {
        private static final int SHORT = 12;

        private final Call call;
        private String layer = "";
        private boolean drawn;

        Bars(Call call) {
            this.call = call;
        }

        void show(Digest diffId, long done, long total, boolean watched) throws IOException {
            call.session().checkCancelled();
            if (!watched) {
                return;
            }
            String id = diffId.hex().substring(0, SHORT);
            if (!id.equals(layer)) {
                end();
            }
            layer = id;
            int columns = call.session().columns() > 0 ? call.session().columns() : USUAL_WIDTH;
            call.out().print("\r\u001b[2K" + id + ": Loading layer " + ProgressBar.of(done, total, columns));
            drawn = true;
        }

        void end() throws IOException {
            if (drawn) {
                call.out().println("");
                drawn = false;
            }
        }
    }
}
