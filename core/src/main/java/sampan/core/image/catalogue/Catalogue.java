package sampan.core.image.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
import sampan.oci.image.ContainerDefaults;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageId;
import sampan.oci.image.Platform;
import sampan.oci.layer.Reason;
import sampan.oci.signature.HostPolicy;
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
public final class Catalogue implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Catalogue.class.getName());

    private final Fd folder;
    private final IndexFile file;
    private final BlobStore blobs;
    private final LayerStore layers;
    private final Provenance provenance;
    private final KeptSignatures signatures;
    private final HostPolicy policy = new HostPolicy();
    /** Configurations already read and verified; they cannot change. */
    private final Map<ImageId, ImageConfig> configs = new ConcurrentHashMap<>();

    private final Map<Digest, Long> layerSizes = new ConcurrentHashMap<>();
    /** Layers that somebody works with, and how many do. */
    private final Map<Digest, Integer> leased = new HashMap<>();

    /** Those of them whose image was removed. */
    private final Set<Digest> leftBehind = new HashSet<>();

    private volatile ImageIndex index = ImageIndex.EMPTY;

    private Catalogue(Fd folder, BlobStore blobs, LayerStore layers) throws IOException {
        WholeFile.sweep(folder);
        this.folder = folder;
        this.file = new IndexFile(folder);
        this.provenance = Provenance.open(folder);
        this.signatures = KeptSignatures.open(folder);
        this.blobs = blobs;
        this.layers = layers;
    }

    public static Catalogue open(Path dataRoot, Trash trash) throws IOException {
        return new Catalogue(
                Folders.open(dataRoot.resolve("images")), BlobStore.open(dataRoot), LayerStore.open(dataRoot, trash));
    }

    /** Reads the index; false when there is none yet. */
    public synchronized boolean load() throws IOException {
        Optional<ImageIndex> known = file.read();
        if (known.isEmpty() && blobs.list().isEmpty()) {
            return false;
        }
        index = known.isPresent() && !file.restored() ? known.get() : reconciled(known.orElse(ImageIndex.EMPTY));
        sweep();
        return true;
    }

    /** An index that is not the newest, as what lies here says it: names may be those of a moment before. */
    private ImageIndex reconciled(ImageIndex old) throws IOException {
        ImageIndex all = old;
        List<Digest> present = blobs.list();
        for (ImageId id : old.images().keySet()) {
            all = present.contains(id.digest()) ? all : all.without(id);
        }
        for (Digest blob : present) {
            ImageId id = new ImageId(blob);
            if (!all.images().containsKey(id) && configDamage(id).isEmpty()) {
                all = all.with(id, sizeOf(id));
            }
        }
        file.replace(all);
        return all;
    }

    private long sizeOf(ImageId id) throws IOException {
        long size = 0;
        for (Digest diffId : config(id).diffIds()) {
            size += layers.contains(diffId) ? size(diffId) : 0;
        }
        return size;
    }

    /** Whether the index was lost or damaged, so that some images may be missing in it. */
    public boolean restored() {
        return file.restored();
    }

    public static EngineException failure(String what, IOException cause) {
        return new EngineException.SystemError(what + ": " + Reason.of(cause), null);
    }

    public ImageIndex index() {
        return index;
    }

    public LayerStore layers() {
        return layers;
    }

    /** What registries have of all this. */
    public Provenance provenance() {
        return provenance;
    }

    public KeptSignatures signatures() {
        return signatures;
    }

    /** Which images may come and run. */
    public HostPolicy policy() {
        return policy;
    }

    /** Brings {@link #provenance} to the disk. */
    public synchronized void saveProvenance() throws IOException {
        Optional<Set<Digest>> used = usedLayers();
        if (used.isPresent()) {
            provenance.save(used.get(), index.images()::containsKey);
        }
    }

    /** A plain archive in a file. */
    public Fd plain(Fd file, InputStream stream) throws IOException {
        return Spool.plain(file, stream, folder);
    }

    /** A file without a name. */
    public Fd spool(Spool.Content content) throws IOException {
        return Spool.written(folder, content);
    }

    public synchronized void replace(ImageIndex next) throws IOException {
        file.replace(next);
        index = next;
    }

    /** For whoever is going to work with layers, and closes it afterwards. */
    public Lease lease(List<Digest> diffIds) {
        Lease lease = new Lease(this);
        lease.add(diffIds);
        return lease;
    }

    /** By a {@link Lease}. */
    synchronized void hold(List<Digest> diffIds) {
        diffIds.forEach(diffId -> leased.merge(diffId, 1, Integer::sum));
    }

    /** By a {@link Lease} that ends. What lost its last image meanwhile goes with its last lease. */
    synchronized void letGo(List<Digest> diffIds) {
        diffIds.forEach(diffId -> leased.computeIfPresent(diffId, (_, count) -> count == 1 ? null : count - 1));
        if (leftBehind.removeIf(diffId -> !leased.containsKey(diffId))) {
            try {
                sweep();
            } catch (IOException failed) {
                LOG.log(Level.WARNING, "the next engine removes what no image has: " + failed.getMessage());
            }
        }
    }

    /** Takes away what no image has: something was cut short between two steps. Where something is damaged, nothing is taken away. */
    public synchronized void sweep() throws IOException {
        Strangers strangers = strangers();
        for (Digest layer : strangers.layers()) {
            layers.remove(layer);
        }
        for (Digest blob : strangers.blobs()) {
            blobs.remove(blob);
        }
    }

    /** What no image has. */
    public record Strangers(List<Digest> layers, List<Digest> blobs) {}

    /** None where that cannot be told. */
    public synchronized Strangers strangers() throws IOException {
        Optional<Set<Digest>> used = usedLayers();
        if (used.isEmpty()) {
            return new Strangers(List.of(), List.of());
        }
        return new Strangers(
                layers.list().stream()
                        .filter(layer -> !used.get().contains(layer))
                        .toList(),
                blobs.list().stream()
                        .filter(blob -> !index.images().containsKey(new ImageId(blob)))
                        .toList());
    }

    /** Empty when an image has lost its configuration. */
    private Optional<Set<Digest>> usedLayers() {
        Set<Digest> used = new HashSet<>(leased.keySet());
        for (ImageId id : index.images().keySet()) {
            if (!configs.containsKey(id) && !configDamage(id).isEmpty()) {
                return Optional.empty();
            }
            used.addAll(config(id).diffIds());
        }
        return Optional.of(used);
    }

    /** The blobs of images that the next index has and this one has not. */
    public synchronized ImageId put(byte[] config, ImageConfig parsed) throws IOException {
        ImageId id = new ImageId(blobs.put(config));
        configs.put(id, parsed);
        return id;
    }

    public Image image(ImageId id) {
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

    /** As {@link #image}; one that has lost its configuration is shown without it. */
    public Image listed(ImageId id) {
        if (configs.containsKey(id) || configDamage(id).isEmpty()) {
            return image(id);
        }
        ImageIndex now = index;
        ImageIndex.Entry entry = now.images().getOrDefault(id, ImageIndex.Entry.UNKNOWN);
        ImageConfig lost = new ImageConfig(
                Platform.host(), Optional.empty(), "", "", ContainerDefaults.NONE, List.of(), List.of());
        return new Image(id, lost, now.referencesOf(id), entry.size(), entry.tagged(), List.of());
    }

    public ImageConfig config(ImageId id) {
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

    /** Whether the index has it and all of it is whole, as far as that is known. */
    public boolean isUsable(ImageId id) throws IOException {
        if (!index.contains(id) || !configDamage(id).isEmpty()) {
            return false;
        }
        for (Digest diffId : config(id).diffIds()) {
            if (!layers.checkUnseen(diffId).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** What is wrong with a configuration on the disk; nothing when it is as it was. */
    public List<String> configDamage(ImageId id) {
        try {
            return blobs.read(id.digest()).isPresent() ? List.of() : List.of("it is missing");
        } catch (IOException damaged) {
            return List.of(Reason.of(damaged));
        }
    }

    /** The configuration as it came. */
    public byte[] document(ImageId id) throws IOException {
        return blobs.read(id.digest())
                .orElseThrow(
                        () -> new EngineException.SystemError("image " + id + " has lost its configuration", null));
    }

    /** Empty when it is not here, or no longer what it was. */
    public Optional<byte[]> soundDocument(ImageId id) {
        try {
            return blobs.read(id.digest());
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    /** Bytes of all files of a layer. */
    public long size(Digest diffId) {
        return layerSizes.computeIfAbsent(diffId, layer -> {
            try {
                return layers.size(layer);
            } catch (IOException failed) {
                throw failure("cannot read layer " + layer, failed);
            }
        });
    }

    /** Bytes of what the storage driver made of a layer. */
    public long packedSize(Digest diffId) {
        try {
            return layers.packedSize(diffId);
        } catch (IOException failed) {
            throw failure("cannot read layer " + diffId, failed);
        }
    }

    /** Removes an image that the index no longer has, and the layers that nobody else has; their digests, the topmost first. */
    public synchronized List<Digest> delete(ImageId id, List<Digest> diffIds) throws IOException {
        configs.remove(id);
        blobs.remove(id.digest());
        Optional<Set<Digest>> used = usedLayers();
        diffIds.stream().filter(leased::containsKey).forEach(leftBehind::add);
        List<Digest> removed = new ArrayList<>();
        for (Digest diffId : diffIds.reversed()) {
            if (used.isPresent() && used.get().add(diffId)) {
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
