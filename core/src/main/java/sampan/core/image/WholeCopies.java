package sampan.core.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import sampan.core.error.EngineException;
import sampan.core.image.archive.ArchivePick;
import sampan.core.image.catalogue.Catalogue;
import sampan.core.image.transfer.Admission;
import sampan.core.image.transfer.Hands;
import sampan.core.image.transfer.PlatformChoice;
import sampan.core.image.transfer.Transfers;
import sampan.kernel.Fd;
import sampan.oci.archive.LaidOutImages;
import sampan.oci.archive.WholeImage;
import sampan.oci.image.Descriptor;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.layer.Members;
import sampan.oci.layer.TarIndex;
import sampan.oci.registry.RegistryException;
import sampan.oci.registry.Repository;
import sampan.oci.registry.Upload;

/** Images on their way from one place that keeps manifests to another: byte for byte and past the store, so that no digest changes. */
public final class WholeCopies {
    private final Catalogue catalogue;

    WholeCopies(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** What is done with an image. */
    @FunctionalInterface
    public interface Use<E extends Exception> {
        void with(WholeImage image) throws IOException, E;
    }

    /**
     * The image of a name in a registry, for as long as the session's client is there; this host's policy is asked.
     *
     * @throws EngineException.NotFound when the registry has none of that name
     */
    public WholeImage of(ImageReference name, Transfers.Session session) {
        return Transfers.with(name, session, () -> find(name, session));
    }

    private WholeImage find(ImageReference name, Transfers.Session session) throws IOException {
        for (Repository place : session.client().toPull(name, session.user())) {
            try {
                return of(name, place, session);
            } catch (IOException failed) {
                if (!place.location().mirror()) {
                    throw failed;
                }
            }
        }
        throw new IOException("no place to copy " + name.familiar() + " from");
    }

    private WholeImage of(ImageReference name, Repository place, Transfers.Session session) throws IOException {
        Repository.Fetched first = name.digest().isPresent()
                ? place.manifest(name.digest().get())
                : place.manifest(name.tag().orElse(ImageReference.DEFAULT_TAG));
        Repository.Fetched chosen = PlatformChoice.choose(place::manifest, first, session.platform());
        new Admission(catalogue).pull(name, place, List.of(first.digest(), chosen.digest()));
        List<ImageReference> names = name.tag().isPresent() ? List.of(name) : List.of();
        return new WholeImage(PlatformChoice.mediaType(chosen), chosen.document(), names, (blob, out) -> {
            try (InputStream content = place.blob(blob)) {
                content.transferTo(out);
            }
        });
    }

    /**
     * One image of a layout in an archive.
     *
     * @param file what the stream reads, so that a plain file need not be copied; stays the caller's
     * @return false, and nothing was done, when the archive is no layout
     */
    public <E extends Exception> boolean of(Fd file, InputStream stream, ArchivePick pick, Use<E> use) throws E {
        try (Fd plain = catalogue.plain(file, stream)) {
            return of(TarIndex.of(plain), pick, use);
        } catch (ImageFormatException malformed) {
            throw new EngineException.InvalidArgument(String.valueOf(malformed.getMessage()));
        } catch (IOException failed) {
            throw Catalogue.failure("cannot copy the image", failed);
        }
    }

    /** One image of a layout in a folder, as of one in an archive. */
    public <E extends Exception> boolean of(Members layout, ArchivePick pick, Use<E> use) throws E {
        try {
            List<WholeImage> images = LaidOutImages.of(layout, pick.wanted(), pick.platform());
            if (images.isEmpty()) {
                return false;
            }
            use.with(pick.of(images));
            return true;
        } catch (ImageFormatException malformed) {
            throw new EngineException.InvalidArgument(String.valueOf(malformed.getMessage()));
        } catch (IOException failed) {
            throw Catalogue.failure("cannot copy the image", failed);
        }
    }

    /** Brings an image to a registry under a name; what is there already is not sent. */
    public void push(WholeImage image, ImageReference name, Transfers.Session session) {
        try (Hands hands = new Hands(session.client().bounds().uploads(), session.progress())) {
            Repository place = session.client().toPush(name, session.user());
            Upload upload = new Upload(place);
            hands.all(image.parts().stream()
                    .map(part -> (java.util.concurrent.Callable<Boolean>) () -> send(image, part, place, upload))
                    .toList());
            hands.await(hands.start(() -> {
                upload.manifest(
                        name.tag().orElse(ImageReference.DEFAULT_TAG),
                        image.mediaType(),
                        image.manifest().bytes());
                return true;
            }));
        } catch (RegistryException refused) {
            throw new EngineException.SystemError(refused.getMessage(), null);
        } catch (IOException failed) {
            throw Catalogue.failure("cannot copy to " + name.familiar(), failed);
        }
    }

    private static boolean send(WholeImage image, Descriptor part, Repository place, Upload upload) throws IOException {
        if (place.has(part.digest(), part.size())) {
            return false;
        }
        upload.stream(out -> {
            image.blobs().write(part, out);
            return part.digest();
        });
        return true;
    }
}
