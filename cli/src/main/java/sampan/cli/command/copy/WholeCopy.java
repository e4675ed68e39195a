package sampan.cli.command.copy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import sampan.cli.call.Archive;
import sampan.cli.call.Call;
import sampan.cli.call.CommandFailure;
import sampan.cli.command.registry.Pulling;
import sampan.cli.flag.InvalidValue;
import sampan.core.error.EngineException;
import sampan.core.image.WholeCopies;
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
                bring(copies().of(name, session), session);
                yield true;
            }
            case Transport.Layout(String folder, Optional<String> wanted) -> {
                try (LayoutFolder layout = LayoutFolder.open(call, folder)) {
                    yield copies().<CommandFailure>of(layout, pick(wanted), image -> bring(image, session));
                }
            }
            case Transport.Archive(String file, Optional<String> wanted, boolean _) -> {
                try (Fd archive = Archive.open(call, file)) {
                    yield layout(archive, wanted, session);
                }
            }
            case Transport.Aci _, Transport.Tarball _, Transport.Daemon _, Transport.Store _ -> false;
        };
    }

    private boolean layout(Fd archive, Optional<String> wanted, Transfers.Session session)
            throws IOException, CommandFailure {
        try (InputStream stream = new Archive(archive, call.session())) {
            return copies().<CommandFailure>of(archive, stream, pick(wanted), image -> bring(image, session));
        }
    }

    private ArchivePick pick(Optional<String> wanted) {
        return new ArchivePick(wanted, platform, Transport.anyName());
    }

    private WholeCopies copies() {
        return call.engine().images().wholeCopies();
    }

    private void bring(WholeImage image, Transfers.Session session) throws IOException, CommandFailure {
        switch (to) {
            case Transport.Registry(ImageReference name) -> copies().push(image, name, session);
            case Transport.Archive(String file, Optional<String> name, boolean _) -> {
                ImageBytes bytes = out -> LayoutWriter.write(image, name, out);
                bytes.toFile(call, file);
            }
            case Transport.Layout(String folder, Optional<String> name) -> {
                try (LayoutFolder layout = LayoutFolder.make(call, folder)) {
                    LayoutWriter.write(image, name, layout);
                }
            }
            case Transport.Aci _, Transport.Tarball _, Transport.Daemon _, Transport.Store _ ->
                throw new IllegalStateException(to + " keeps no manifests");
        }
    }
}
