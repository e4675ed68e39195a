package sampan.core.image.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sampan.core.image.catalogue.Catalogue;
import sampan.oci.archive.ArchivedImage;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.layer.Members;

/** Takes the images of an archive over. */
public final class ImageLoading implements AutoCloseable {
    private final Arrivals arrivals;
    private final Members archive;
    private final LoadProgress progress;

    public ImageLoading(Catalogue catalogue, Members archive, LoadProgress progress) {
        this.arrivals = new Arrivals(catalogue);
        this.archive = archive;
        this.progress = progress;
    }

    public List<LoadedImage> load(List<ArchivedImage> images, Instant when) throws IOException {
        for (ArchivedImage image : images) {
            arrivals.expect(image.config().diffIds());
            for (int i = 0; i < image.layers().size(); i++) {
                unpack(image.layers().get(i), i);
            }
        }
        List<Arrivals.Arrival> arrived = images.stream()
                .map(image -> new Arrivals.Arrival(image.document(), image.config(), image.names()))
                .toList();
        return arrivals.keep(arrived, when);
    }

    private void unpack(ArchivedImage.Layer layer, int number) throws IOException {
        if (arrivals.has(layer.diffId())) {
            return;
        }
        try (WatchedStream content = new WatchedStream(archive.open(layer.file()), done -> tell(layer, done))) {
            Optional<DigestInputStream> hashed = layer.blob()
                    .filter(promise -> !promise.digest().equals(layer.diffId()))
                    .map(promise -> new DigestInputStream(
                            content, promise.digest().algorithm().streamHasher()));
            arrivals.unpack(layer.diffId(), number, hashed.isPresent() ? hashed.get() : content);
            if (layer.blob().isPresent()) {
                check(layer, layer.blob().get(), hashed);
            }
        }
        progress.layer(layer.diffId(), layer.file().size(), layer.file().size());
    }

    private static void check(
            ArchivedImage.Layer layer, ArchivedImage.Promise promise, Optional<DigestInputStream> hashed)
            throws IOException {
        if (layer.file().size() != promise.size()) {
            throw new ImageFormatException("invalid archive: " + promise.digest() + " has "
                    + layer.file().size() + " bytes, not " + promise.size());
        }
        if (hashed.isPresent()) {
            hashed.get().transferTo(OutputStream.nullOutputStream()); // also what a decoder left alone
            Digest found = Digest.of(
                    promise.digest().algorithm(),
                    hashed.get().getMessageDigest().digest());
            if (!found.equals(promise.digest())) {
                throw new ImageFormatException("invalid archive: " + promise.digest() + " has the digest " + found);
            }
        }
    }

    private void tell(ArchivedImage.Layer layer, long done) throws IOException {
        if (done < layer.file().size()) {
            progress.layer(layer.diffId(), done, layer.file().size());
        }
    }

    @Override
    public void close() throws IOException {
        arrivals.close();
    }
}
