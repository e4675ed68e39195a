package sampan.cli.command.copy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import sampan.cli.call.Call;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.OutputFile;

/** Writes the archive of an image. */
@FunctionalInterface
interface ImageBytes {
    int BUFFER = 256 << 10;
    String FAILED = "failed to copy the image: ";

    void writeTo(OutputStream out) throws IOException;

    /** To a file of the caller's, which is there when it is whole. */
    default void toFile(Call call, String file) throws IOException, CommandFailure {
        try (OutputFile out = OutputFile.open(call, file, FAILED)) {
            OutputStream buffered = new BufferedOutputStream(out, BUFFER);
            writeTo(buffered);
            buffered.flush();
            out.commit();
        }
    }
}
