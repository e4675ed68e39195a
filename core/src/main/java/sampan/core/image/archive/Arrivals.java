package sampan.core.image.archive;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sampan.core.image.catalogue.Catalogue;
import sampan.core.image.catalogue.ImageIndex;
import sampan.core.image.catalogue.Lease;
import sampan.oci.archive.Document;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;
import sampan.oci.store.LayerStore;

/** Layers and images on their way into the store, whatever they come from: all of them get there in one step at the end, or none. */
public final class Arrivals implements AutoCloseable {
    private final Catalogue catalogue;
    private final Map<Digest, LayerStore.Draft> drafts = new ConcurrentHashMap<>();
    private final Lease lease;

    public Arrivals(Catalogue catalogue) {
        this.catalogue = catalogue;
        this.lease = new Lease(catalogue);
    }

    /** An image that is to be kept, with the names it gets. */
    public record Arrival(Document document, ImageConfig config, List<ImageReference> names) {
        public Arrival {
            names = List.copyOf(names);
        }
    }

    /** Those that are here already stay. */
    public void expect(List<Digest> diffIds) {
        lease.add(diffIds);
    }

    public boolean has(Digest diffId) throws IOException {
        return drafts.containsKey(diffId)
                || catalogue.layers().checkUnseen(diffId).isEmpty();
    }

    /**
     * Unpacks one, which is still a stranger to everybody else. For any number of threads.
     *
     * @param number of the layer in its image, for the message
     * @throws ImageFormatException when it is not what the configuration promises
     */
    public void unpack(Digest diffId, int number, InputStream content) throws IOException {
        Digest found = take(catalogue.layers().unpack(content));
        if (!found.equals(diffId)) {
            throw new ImageFormatException(
                    "invalid diffID for layer " + number + ": expected \"" + diffId + "\", got \"" + found + "\"");
        }
    }

    /**
     * One that is unpacked already, which nobody else knows of yet.
     *
     * @param draft taken over
     * @return its diff id
     */
    Digest take(LayerStore.Draft draft) throws IOException {
        Digest found = draft.unpacked().diffId();
        LayerStore.Draft doubled = drafts.put(found, draft);
        if (doubled != null) {
            doubled.close();
        }
        return found;
    }

    public List<LoadedImage> keep(List<Arrival> images, Instant when) throws IOException {
        if (!drafts.isEmpty()) {
            catalogue.layers().sync();
        }
        synchronized (catalogue) {
            try {
                return commit(images, when);
            } catch (IOException failed) {
                lease.close();
                catalogue.sweep();
                throw failed;
            }
        }
    }

    private List<LoadedImage> commit(List<Arrival> images, Instant when) throws IOException {
        catalogue.layers().keep(drafts.values());
        Map<Digest, Long> sizes = new LinkedHashMap<>();
        for (Map.Entry<Digest, LayerStore.Draft> draft : drafts.entrySet()) {
            sizes.put(draft.getKey(), draft.getValue().unpacked().size());
        }
        ImageIndex next = catalogue.index();
        List<LoadedImage> loaded = new ArrayList<>();
        for (Arrival image : images) {
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

    @Override
    public void close() throws IOException {
        lease.close();
        for (LayerStore.Draft draft : drafts.values()) {
            draft.close();
        }
    }
}
