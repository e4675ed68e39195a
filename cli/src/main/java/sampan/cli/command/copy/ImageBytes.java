package sampan.cli.command.copy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import sampan.cli.call.Call;
import sampan.cli.call.CallerPath;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.OutputFile;
import sampan.kernel.Fd;
import sampan.kernel.rootfs.RootDirectory;
import sampan.oci.layer.LayerUnpacker;

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

    /** As a folder of the caller's, made where there is none. */
    default void toFolder(Call call, String folder) throws IOException {
        String path = CallerPath.absolute(call, folder);
        try (Fd made = call.invoker().host().openOrMakeFolder(path);
                RootDirectory root = RootDirectory.of(made);
                PipedInputStream pipe = new PipedInputStream(BUFFER)) {
            PipedOutputStream out = new PipedOutputStream(pipe);
            CompletableFuture<Void> written = CompletableFuture.runAsync(
                    () -> writeAndClose(out),
                    task -> Thread.ofPlatform().daemon().name("copy").start(task));
            LayerUnpacker.unpack(pipe, root);
            written.join();
        } catch (CompletionException failed) {
            throw new IOException(FAILED + failed.getCause(), failed);
        }
    }

    private void writeAndClose(OutputStream out) {
        try (out) {
            writeTo(out);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
