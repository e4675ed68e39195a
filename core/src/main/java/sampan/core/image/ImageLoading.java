package sampan.core.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.oci.archive.ArchivedImage;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;
import sampan.oci.layer.TarIndex;
import sampan.oci.store.LayerStore;

/** Takes the images of an archive over: all of them in one step at the end, or none. */
final class ImageLoading implements AutoCloseable {
    private final Catalogue catalogue;
    private final TarIndex archive;
    private final LoadProgress progress;
    private final Map<Digest, LayerStore.Draft> drafts = new LinkedHashMap<>();
    private final List<Digest> pinned = new ArrayList<>();

    ImageLoading(Catalogue catalogue, TarIndex archive, LoadProgress progress) {
        this.catalogue = catalogue;
        this.archive = archive;
        this.progress = progress;
    }

    List<LoadedImage> load(List<ArchivedImage> images, Instant when) throws IOException {
        for (ArchivedImage image : images) {
            List<Digest> diffIds = image.config().diffIds();
            catalogue.pin(diffIds);
            pinned.addAll(diffIds);
            for (int i = 0; i < image.layers().size(); i++) {
                unpack(image.layers().get(i), i);
            }
        }
        if (!drafts.isEmpty()) {
            catalogue.layers().sync();
        }
        synchronized (catalogue) {
            try {
                return keep(images, when);
            } catch (IOException failed) {
                unpin();
                catalogue.sweep();
                throw failed;
            }
        }
    }

    private void unpack(ArchivedImage.Layer layer, int number) throws IOException {
        if (drafts.containsKey(layer.diffId()) || catalogue.layers().contains(layer.diffId())) {
            return;
        }
        try (Watched content = new Watched(layer)) {
            Optional<HashedStream> hashed = layer.blob()
                    .filter(promise -> !promise.digest().equals(layer.diffId()))
                    .map(promise -> new HashedStream(content, promise.digest().algorithm()));
            LayerStore.Draft draft = catalogue.layers().unpack(hashed.isPresent() ? hashed.get() : content);
            LayerStore.Draft doubled = drafts.put(draft.unpacked().diffId(), draft);
            if (doubled != null) {
                doubled.close();
            }
            if (!draft.unpacked().diffId().equals(layer.diffId())) {
                throw new ImageFormatException("invalid diffID for layer " + number + ": expected \"" + layer.diffId()
                        + "\", got \"" + draft.unpacked().diffId() + "\"");
            }
            if (layer.blob().isPresent()) {
                check(layer, layer.blob().get(), hashed);
            }
        }
        progress.layer(layer.diffId(), layer.file().size(), layer.file().size());
    }

    private static void check(ArchivedImage.Layer layer, ArchivedImage.Promise promise, Optional<HashedStream> hashed)
            throws IOException {
        if (layer.file().size() != promise.size()) {
            throw new ImageFormatException("invalid archive: " + promise.digest() + " has "
                    + layer.file().size() + " bytes, not " + promise.size());
        }
        if (hashed.isPresent()) {
            Digest found = hashed.get().digest();
            if (!found.equals(promise.digest())) {
                throw new ImageFormatException("invalid archive: " + promise.digest() + " has the digest " + found);
            }
        }
    }

    /** The content of a layer, and whoever watches it being read. */
    private final class Watched extends FilterInputStream {
        private static final long STEP = 512 << 10;

        private final ArchivedImage.Layer layer;
        private long done;
        private long told;

        Watched(ArchivedImage.Layer layer) {
            super(archive.open(layer.file()));
            this.layer = layer;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = super.read(target, offset, length);
            done += Math.max(0, got);
            if (done - told >= STEP && done < layer.file().size()) {
                told = done;
                progress.layer(layer.diffId(), done, layer.file().size());
            }
            return got;
        }
    }

    private List<LoadedImage> keep(List<ArchivedImage> images, Instant when) throws IOException {
        Map<Digest, Long> sizes = new LinkedHashMap<>();
        for (Map.Entry<Digest, LayerStore.Draft> draft : drafts.entrySet()) {
            draft.getValue().commit();
            sizes.put(draft.getKey(), draft.getValue().unpacked().size());
        }
        ImageIndex next = catalogue.index();
        List<LoadedImage> loaded = new ArrayList<>();
        for (ArchivedImage image : images) {
            ImageId id = catalogue.put(image.document().bytes(), image.config());
            long size = image.config().diffIds().stream()
                    .mapToLong(diffId -> sizes.getOrDefault(diffId, catalogue.size(diffId)))
                    .sum();
            next = next.with(id, size);
            List<LoadedImage.Taken> taken = new ArrayList<>();
            List<ImageReference> names = image.names().stream().distinct().toList();
            for (ImageReference name : names) {
                next.named(name)
                        .filter(old -> !old.equals(id))
                        .ifPresent(old -> taken.add(new LoadedImage.Taken(name, old)));
                next = next.tagged(name, id, when);
            }
            loaded.add(new LoadedImage(id, names, taken));
        }
        catalogue.replace(next);
        return loaded;
    }

    private void unpin() {
        catalogue.unpin(pinned);
        pinned.clear();
    }

    @Override
    public void close() throws IOException {
        unpin();
        for (LayerStore.Draft draft : drafts.values()) {
            draft.close();
        }
    }

    /** A stream and the digest of what was read from it. */
    private static final class HashedStream extends FilterInputStream {
        private final Digest.Algorithm algorithm;
        private final MessageDigest hash;

        HashedStream(InputStream stream, Digest.Algorithm algorithm) {
            super(stream);
            this.algorithm = algorithm;
            this.hash = algorithm.hasher();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = super.read(target, offset, length);
            if (got > 0) {
                hash.update(target, offset, got);
            }
            return got;
        }

        /** Of all there is, also of what a decoder left alone. */
        Digest digest() throws IOException {
            transferTo(OutputStream.nullOutputStream());
            return Digest.of(algorithm, hash.digest());
        }
    }
}
