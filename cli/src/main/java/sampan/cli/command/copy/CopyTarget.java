package sampan.cli.command.copy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import sampan.cli.call.Call;
import sampan.cli.call.CallerPath;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.OutputFile;
import sampan.cli.command.registry.Pulling;
import sampan.cli.flag.InvalidValue;
import sampan.core.image.ImageSaving;
import sampan.kernel.Fd;
import sampan.kernel.rootfs.RootDirectory;
import sampan.oci.image.ImageReference;
import sampan.oci.layer.LayerUnpacker;

/** Brings an image from the store to where it is to be. */
record CopyTarget(Call call, CopySource source) {
    private static final int BUFFER = 256 << 10;
    private static final String PREFIX = "failed to copy the image: ";

    void bring(Transport to) throws IOException, InvalidValue, CommandFailure {
        switch (to) {
            case Transport.Store(String name) -> {
                var image = call.engine().images().find(source.held().familiar());
                call.engine().images().tag(image.id(), Transport.reference(name).withDefaultTag());
            }
            case Transport.Registry(ImageReference name) ->
                Pulling.quietly(
                        call, session -> call.engine().images().transfers().push(source.held(), name, session));
            case Transport.Archive(String file, Optional<ImageReference> name) -> archive(file, name);
            case Transport.Aci _ -> throw new InvalidValue("ACI archives are read, not written");
            case Transport.Layout(String folder, Optional<ImageReference> name) -> layout(folder, name);
            case Transport.Daemon(String name) -> {
                Optional<ImageReference> theirs = Optional.of(Transport.reference(name));
                try (DockerDaemon daemon = DockerDaemon.connect(call);
                        ImageSaving saving = saving(theirs)) {
                    daemon.load(saving::writeTo);
                }
            }
        }
    }

    /** Under the name that was asked for, else the one it came with. */
    private ImageSaving saving(Optional<ImageReference> name) {
        List<ImageReference> names = name
                .or(source::origin)
                .filter(known -> known.tag().isPresent())
                .map(known -> new ImageReference(known.domain(), known.path(), known.tag(), Optional.empty()))
                .stream()
                .toList();
        return call.engine()
                .images()
                .save(List.of(source.held().familiar()), Optional.empty())
                .under(names);
    }

    private void archive(String file, Optional<ImageReference> name) throws IOException, CommandFailure {
        try (ImageSaving saving = saving(name);
                OutputFile out = OutputFile.open(call, file, PREFIX)) {
            OutputStream buffered = new BufferedOutputStream(out, BUFFER);
            saving.writeTo(buffered);
            buffered.flush();
            out.commit();
        }
    }

    private void layout(String name, Optional<ImageReference> reference) throws IOException, CommandFailure {
        String path = CallerPath.absolute(call, name);
        try (Fd made = call.invoker().host().openOrMakeFolder(path);
                RootDirectory folder = RootDirectory.of(made);
                ImageSaving saving = saving(reference);
                PipedInputStream pipe = new PipedInputStream(BUFFER)) {
            PipedOutputStream out = new PipedOutputStream(pipe);
            CompletableFuture<Void> written = CompletableFuture.runAsync(
                    () -> write(saving, out),
                    task -> Thread.ofPlatform().daemon().name("copy").start(task));
            LayerUnpacker.unpack(pipe, folder);
            written.join();
        } catch (CompletionException failed) {
            throw new IOException(PREFIX + failed.getCause(), failed);
        }
    }

    private static void write(ImageSaving saving, OutputStream out) {
        try (out) {
            saving.writeTo(out);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
