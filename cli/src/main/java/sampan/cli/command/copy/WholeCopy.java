package sampan.cli.command.copy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import sampan.cli.call.Archive;
import sampan.cli.call.Call;
import sampan.cli.call.CommandFailure;
import sampan.cli.command.registry.Pulling;
import sampan.cli.flag.InvalidValue;
import sampan.core.error.EngineException;
import sampan.core.image.archive.ArchivePick;
import sampan.core.image.transfer.Transfers;
import sampan.kernel.Fd;
import sampan.oci.archive.LayoutWriter;
import sampan.oci.archive.WholeImage;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;
import sampan.oci.registry.RegistryClient;

/** Brings an image from one place that keeps manifests to another, byte for byte: its digests stay what they are. */
record WholeCopy(Call call, Transport to, Optional<Platform> platform) {
    /** @return false, and nothing was done, when the source turns out to be no layout */
    boolean from(Transport from) throws IOException, InvalidValue, CommandFailure {
        Transfers.Session session = Pulling.silent(call, platform);
        try (RegistryClient _ = session.client()) {
            return from(from, session);
        } catch (EngineException failed) {
            call.session().checkCancelled();
            throw failed;
        }
    }

    private boolean from(Transport from, Transfers.Session session) throws IOException, InvalidValue, CommandFailure {
        return switch (from) {
            case Transport.Registry(ImageReference name) -> {
                bring(call.engine().images().wholeCopies().of(name, session), session);
                yield true;
            }
            case Transport.Layout(String folder, Optional<ImageReference> wanted) ->
                CopySource.packed(call, folder, archive -> layout(archive, wanted, session));
            case Transport.Archive(String file, Optional<ImageReference> wanted, boolean _) -> {
                try (Fd archive = Archive.open(call, file)) {
                    yield layout(archive, wanted, session);
                }
            }
            case Transport.Aci _, Transport.Tarball _, Transport.Daemon _, Transport.Store _ -> false;
        };
    }

    private boolean layout(Fd archive, Optional<ImageReference> wanted, Transfers.Session session)
            throws IOException, CommandFailure {
        ArchivePick pick = new ArchivePick(wanted, platform, Transport.anyName());
        try (InputStream stream = new Archive(archive, call.session())) {
            return call.engine()
                    .images()
                    .wholeCopies()
                    .<CommandFailure>of(archive, stream, pick, image -> bring(image, session));
        }
    }

    private void bring(WholeImage image, Transfers.Session session) throws IOException, CommandFailure {
        switch (to) {
            case Transport.Registry(ImageReference name) ->
                call.engine().images().wholeCopies().push(image, name, session);
            case Transport.Archive(String file, Optional<ImageReference> name, boolean _) ->
                bytes(image, name).toFile(call, file);
            case Transport.Layout(String folder, Optional<ImageReference> name) ->
                bytes(image, name).toFolder(call, folder);
            case Transport.Aci _, Transport.Tarball _, Transport.Daemon _, Transport.Store _ ->
                throw new IllegalStateException(to + " keeps no manifests");
        }
    }

    /** Under the name that was asked for, else those it came with. */
    private static ImageBytes bytes(WholeImage image, Optional<ImageReference> name) {
        List<ImageReference> names = name.map(List::of).orElse(image.names());
        WholeImage named = new WholeImage(image.mediaType(), image.manifest(), names, image.blobs());
        return out -> LayoutWriter.write(named, out);
    }
}
