package sampan.cli.call;

import java.io.IOException;
import java.io.OutputStream;
import sampan.cli.flag.Flag;
import sampan.cli.progress.Progress;
import sampan.cli.progress.ProgressStream;
import sampan.oci.layer.TarWriter;

/** Where {@code export} and its kin write the files of something: to stdout that is no terminal, or to a file, whole or not at all. */
public final class TarOutput {
    /** Names the file. */
    public static final Flag<String> FLAG =
            Flag.text("output", "Write to a file, instead of STDOUT").shorthand('o');

    private TarOutput() {}

    /** Writes the archive, with its end. */
    @FunctionalInterface
    public interface Packing {
        void pack(TarWriter archive) throws IOException;
    }

    /** @param failure with which the message begins when the file cannot be written */
    public static void write(Call call, String failure, Packing packing) throws IOException, CommandFailure {
        String output = call.value(FLAG).orElse("");
        CommandFailure.refuse(
                output.isEmpty() && call.session().request().isTerminal(1),
                "cowardly refusing to save to a terminal. Use the -o flag or redirect");
        if (output.isEmpty()) {
            write(call, call.out(), packing);
            return;
        }
        try (OutputFile file = OutputFile.open(call, output, failure)) {
            write(call, file, packing);
            file.commit();
        }
    }

    private static void write(Call call, OutputStream target, Packing packing) throws IOException {
        try (Progress progress = Progress.of(call.session(), "Exporting", 0)) {
            packing.pack(new TarWriter(new ProgressStream(target, progress), call.session()::checkCancelled));
        }
    }
}
