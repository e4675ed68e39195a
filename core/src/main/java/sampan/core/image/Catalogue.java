package sampan.core.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageId;
import sampan.oci.layer.Reason;
import sampan.oci.store.BlobStore;
import sampan.oci.store.Folders;
import sampan.oci.store.LayerStore;
import sampan.oci.store.Spool;
import sampan.oci.store.Trash;
import sampan.oci.store.WholeFile;

/**
 * The index of the images, their configurations and their layers, on disk and as read. Readers see the index as it was a moment ago; who
 * changes something holds this object's lock.
 */
final class Catalogue implements AutoCloseable {
    private static final String INDEX = "index.json";
    private static final int MAX_INDEX = 8 << 20;

    private final Fd folder;
    private final BlobStore blobs;
    private final LayerStore layers;
    private final Provenance provenance;
    /** Configurations already read and verified; they cannot change. */
    private final Map<ImageId, ImageConfig> configs = new ConcurrentHashMap<>();

    private final Map<Digest, Long> layerSizes = new ConcurrentHashMap<>();
    /** Layers that an image which is not yet in the index will stand on, and how many such images. */
    private final Map<Digest, Integer> pinned = new HashMap<>();

    private volatile ImageIndex index = ImageIndex.EMPTY;

    private Catalogue(Fd folder, BlobStore blobs, LayerStore layers) throws IOException {
        this.folder = folder;
        this.provenance = Provenance.open(folder);
        this.blobs = blobs;
        this.layers = layers;
    }

    static Catalogue open(Path dataRoot, Trash trash) throws IOException {
        return new Catalogue(
                Folders.open(dataRoot.resolve("images")), BlobStore.open(dataRoot), LayerStore.open(dataRoot, trash));
    }

    /** Reads the index; false when there is none yet. */
    synchronized boolean load() throws IOException {
        Optional<byte[]> known = WholeFile.read(folder, INDEX, MAX_INDEX);
        if (known.isEmpty()) {
            return false;
        }
        index = ImageIndex.parse(known.get());
        sweep();
        return true;
    }

    static EngineException failure(String what, IOException cause) {
        return new EngineException.SystemError(what + ": " + Reason.of(cause), null);
    }

    ImageIndex index() {
        return index;
    }

    LayerStore layers() {
        return layers;
    }

    /** What registries have of all this. */
    Provenance provenance() {
        return provenance;
    }

    /** Brings {@link #provenance} to the disk. */
    synchronized void saveProvenance() throws IOException {
        provenance.save(usedLayers(), index.images()::containsKey);
    }

    /** A plain archive in a file. */
    Fd plain(Fd file, InputStream stream) throws IOException {
        return Spool.plain(file, stream, folder);
    }

    synchronized void replace(ImageIndex next) throws IOException {
        WholeFile.replace(folder, INDEX, next.toJson());
        index = next;
    }

    /** Keeps layers from being removed until {@link #unpin}. */
    synchronized void pin(List<Digest> diffIds) {
        diffIds.forEach(diffId -> pinned.merge(diffId, 1, Integer::sum));
    }

    synchronized void unpin(List<Digest> diffIds) {
        diffIds.forEach(diffId -> pinned.computeIfPresent(diffId, (_, count) -> count == 1 ? null : count - 1));
    }

    /** Takes away what no image has: something was cut short between two steps. */
    synchronized void sweep() throws IOException {
        Set<Digest> used = usedLayers();
        for (Digest layer : layers.list()) {
            if (!used.contains(layer)) {
                layers.remove(layer);
            }
        }
        for (Digest blob : blobs.list()) {
            if (!index.images().containsKey(new ImageId(blob))) {
                blobs.remove(blob);
            }
        }
    }

    private Set<Digest> usedLayers() {
        Set<Digest> used = new HashSet<>(pinned.keySet());
        for (ImageId id : index.images().keySet()) {
            used.addAll(config(id).diffIds());
        }
        return used;
    }

    /** The blobs of images that the next index has and this one has not. */
    synchronized ImageId put(byte[] config, ImageConfig parsed) throws IOException {
        ImageId id = new ImageId(blobs.put(config));
        configs.put(id, parsed);
        return id;
    }

    Image image(ImageId id) {
        ImageIndex now = index;
        ImageConfig config = config(id);
        // overlayfs takes no folder twice, and a layer adds nothing beneath itself: many an image has the empty layer
        // several times.
        Set<Path> folders = new LinkedHashSet<>();
        for (Digest diffId : config.diffIds().reversed()) {
            folders.add(layers.content(diffId));
        }
        ImageIndex.Entry entry = now.images().getOrDefault(id, ImageIndex.Entry.UNKNOWN);
        return new Image(id, config, now.referencesOf(id), entry.size(), entry.tagged(), List.copyOf(folders));
    }

    ImageConfig config(ImageId id) {
        ImageConfig known = configs.get(id);
        if (known != null) {
            return known;
        }
        try {
            ImageConfig config = ImageConfig.parse(document(id));
            configs.put(id, config);
            return config;
        } catch (IOException failed) {
            throw failure("cannot read image " + id, failed);
        }
    }

    /** The configuration as it came. */
    byte[] document(ImageId id) throws IOException {
        return blobs.read(id.digest())
                .orElseThrow(
                        () -> new EngineException.SystemError("image " + id + " has lost its configuration", null));
    }

    /** Bytes of all files of a layer. */
    long size(Digest diffId) {
        return layerSizes.computeIfAbsent(diffId, layer -> {
            try {
                return layers.size(layer);
            } catch (IOException failed) {
                throw failure("cannot read layer " + layer, failed);
            }
        });
    }

    /** Removes an image that the index no longer has, and the layers that nobody else has; their digests, the topmost first. */
    synchronized List<Digest> delete(ImageId id, List<Digest> diffIds) throws IOException {
        configs.remove(id);
        blobs.remove(id.digest());
        Set<Digest> used = usedLayers();
        List<Digest> removed = new ArrayList<>();
        for (Digest diffId : diffIds.reversed()) {
            if (used.add(diffId)) {
                layers.remove(diffId);
                removed.add(diffId);
            }
        }
        return removed;
    }

    @Override
    public void close() {
        layers.close();
        blobs.close();
        folder.close();
    }
}
