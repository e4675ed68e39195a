package sampan.cli.command.copy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sampan.cli.call.Archive;
import sampan.cli.call.Call;
import sampan.cli.command.registry.Pulling;
import sampan.cli.flag.InvalidValue;
import sampan.core.error.EngineException;
import sampan.core.image.archive.ArchivePick;
import sampan.core.image.archive.ImportOptions;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.FdOutputStream;
import sampan.kernel.file.Pipe;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;

/**
 * An image in the engine's store, wherever it comes from; closing takes away what was brought there for it.
 *
 * @param held its name there
 * @param origin the name it had where it comes from
 */
record CopySource(Call call, ImageReference held, Optional<ImageReference> origin) implements AutoCloseable {
    static CopySource open(Call call, Transport from, Optional<Platform> platform) throws IOException, InvalidValue {
        ImageReference name = Transport.anyName();
        return switch (from) {
            case Transport.Store(String own) -> store(call, own, name);
            case Transport.Registry(ImageReference remote) -> {
                Pulling.quietly(
                        call,
                        platform,
                        session -> call.engine().images().transfers().fetch(remote, name, session));
                yield new CopySource(call, name, Optional.of(remote));
            }
            case Transport.Archive(String file, Optional<String> wanted, boolean _) ->
                archived(call, file, new ArchivePick(wanted, platform, name));
            case Transport.Aci(String file) -> archived(call, file, new ArchivePick(Optional.empty(), platform, name));
            case Transport.Tarball(String file) -> {
                try (Fd archive = Archive.open(call, file);
                        InputStream stream = new Archive(archive, call.session())) {
                    call.engine().images().importRootfs(stream, Optional.of(name), ImportOptions.DEFAULT);
                    yield new CopySource(call, name, Optional.empty());
                }
            }
            case Transport.Layout(String folder, Optional<String> wanted) -> {
                ArchivePick pick = new ArchivePick(wanted, platform, name);
                try (LayoutFolder layout = LayoutFolder.open(call, folder)) {
                    yield new CopySource(call, name, call.engine().images().loadOne(layout, pick));
                }
            }
            case Transport.Daemon(String theirs) -> {
                try (DockerDaemon daemon = DockerDaemon.connect(call)) {
                    ArchivePick pick = new ArchivePick(Optional.empty(), platform, name);
                    yield piped(out -> daemon.save(theirs, out), archive -> loaded(call, archive, pick));
                }
            }
        };
    }

    /** Under a name of the copy's own too: nobody can take it away meanwhile. */
    private static CopySource store(Call call, String own, ImageReference name) {
        var image = call.engine().images().find(own);
        Optional<ImageReference> origin = image.references().stream()
                .filter(reference ->
                        reference.familiar().equals(own) || reference.familiar().equals(own + ":latest"))
                .findFirst()
                .or(() -> image.references().stream()
                        .filter(reference -> reference.tag().isPresent())
                        .findFirst());
        call.engine().images().tag(image.id(), name);
        return new CopySource(call, name, origin);
    }

    private static CopySource archived(Call call, String file, ArchivePick pick) throws IOException, InvalidValue {
        try (Fd archive = Archive.open(call, file)) {
            return loaded(call, archive, pick);
        }
    }

    private static CopySource loaded(Call call, Fd archive, ArchivePick pick) throws IOException {
        try (InputStream stream = new Archive(archive, call.session())) {
            Optional<ImageReference> origin = call.engine().images().loadOne(archive, stream, pick);
            return new CopySource(call, pick.as(), origin);
        }
    }

    /** Reads an archive. */
    @FunctionalInterface
    private interface Reading {
        CopySource from(Fd archive) throws IOException;
    }

    private static CopySource piped(ImageBytes writing, Reading reading) throws IOException {
        try (Pipe pipe = Pipe.open()) {
            AtomicReference<@Nullable IOException> failed = new AtomicReference<>();
            Fd end = Fcntl.duplicate(pipe.writeEnd());
            Thread writer = Thread.ofPlatform().daemon().name("copy").start(() -> {
                try (OutputStream out = new BufferedOutputStream(new FdOutputStream(end), ImageBytes.BUFFER)) {
                    writing.writeTo(out);
                } catch (IOException broken) {
                    failed.set(broken);
                }
            });
            pipe.writeEnd().close();
            try {
                return reading.from(pipe.readEnd());
            } catch (EngineException unreadable) {
                pipe.readEnd().close(); // the writer finds nobody there
                join(writer);
                IOException cause = failed.get();
                if (cause != null && !(cause instanceof SyscallException gone && gone.is(Errno.EPIPE))) {
                    throw new EngineException.SystemError(String.valueOf(cause.getMessage()), null);
                }
                throw unreadable;
            } finally {
                end.close();
            }
        }
    }

    private static void join(Thread writer) throws IOException {
        try {
            writer.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    @Override
    public void close() {
        call.engine().removeImage(held.familiar(), true);
    }
}
