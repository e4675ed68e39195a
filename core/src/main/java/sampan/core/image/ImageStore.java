package sampan.core.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.event.Publisher;
import sampan.core.event.Subject;
import sampan.kernel.Fd;
import sampan.oci.image.ContainerDefaults;
import sampan.oci.image.Digest;
import sampan.oci.image.History;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;
import sampan.oci.layer.Reason;
import sampan.oci.store.BlobStore;
import sampan.oci.store.Folders;
import sampan.oci.store.LayerStore;
import sampan.oci.store.Trash;
import sampan.oci.store.WholeFile;

/** The images of one data root. Readers see the index as it was a moment ago; changes come one after the other. */
public final class ImageStore implements AutoCloseable {
    private static final String INDEX = "index.json";
    private static final int MAX_INDEX = 8 << 20;

    private final Fd folder;
    private final BlobStore blobs;
    private final LayerStore layers;
    private final Clock clock;
    private final Publisher events;
    /** Configurations already read and verified; they cannot change. */
    private final Map<ImageId, ImageConfig> configs = new ConcurrentHashMap<>();

    private volatile ImageIndex index = ImageIndex.EMPTY;

    private ImageStore(Fd folder, BlobStore blobs, LayerStore layers, Clock clock, Publisher events) {
        this.events = events;
        this.folder = folder;
        this.blobs = blobs;
        this.layers = layers;
        this.clock = clock;
    }

    /**
     * Opens the images of a data root; a new one gets the built-in image {@code localhost/busybox}.
     *
     * @param trash for what is removed, on the same file system; stays the caller's
     */
    public static ImageStore open(Path dataRoot, Trash trash, Clock clock, Publisher events) {
        ImageStore store;
        try {
            store = new ImageStore(
                    Folders.open(dataRoot.resolve("images")),
                    BlobStore.open(dataRoot),
                    LayerStore.open(dataRoot, trash),
                    clock,
                    events);
        } catch (IOException failed) {
            throw failure("cannot open the image store in " + dataRoot, failed);
        }
        try {
            store.load();
            return store;
        } catch (IOException failed) {
            store.close();
            throw failure("cannot open the image store in " + dataRoot, failed);
        } catch (EngineException failed) {
            store.close();
            throw failed;
        }
    }

    private void load() throws IOException {
        Optional<byte[]> known = WholeFile.read(folder, INDEX, MAX_INDEX);
        if (known.isPresent()) {
            index = ImageIndex.parse(known.get());
            sweep();
        } else {
            BuiltInImage.addTo(this);
        }
    }

    private static EngineException failure(String what, IOException cause) {
        return new EngineException.SystemError(what + ": " + Reason.of(cause), null);
    }

    /** Takes away what no image has: an import or a removal was cut short between two steps. */
    private void sweep() throws IOException {
        Set<Digest> used = usedLayers();
        for (Digest layer : layers.list()) {
            if (!used.contains(layer)) {
                layers.remove(layer);
            }
        }
        for (Digest blob : blobs.list()) {
            if (!index.sizes().containsKey(new ImageId(blob))) {
                blobs.remove(blob);
            }
        }
    }

    private Set<Digest> usedLayers() {
        Set<Digest> used = new HashSet<>();
        for (ImageId id : index.sizes().keySet()) {
            used.addAll(config(id).diffIds());
        }
        return used;
    }

    /** Makes an image of one layer from the archive of a root file system, plain or compressed. */
    public Image importRootfs(InputStream archive, Optional<ImageReference> reference, ImportOptions options) {
        return importRootfs(archive, reference, options, clock.instant());
    }

    Image importRootfs(
            InputStream archive, Optional<ImageReference> reference, ImportOptions options, Instant created) {
        if (reference.isPresent() && reference.get().digest().isPresent()) {
            throw new EngineException.InvalidArgument("cannot import digest reference");
        }
        ContainerDefaults config = Changes.apply(options.changes(), ContainerDefaults.NONE);
        Image made;
        try (LayerStore.Draft layer = layers.unpack(archive)) {
            ImageConfig image = new ImageConfig(
                    options.platform(),
                    Optional.of(created),
                    "",
                    options.message(),
                    config,
                    List.of(layer.unpacked().diffId()),
                    List.of(new History(
                            Optional.of(created), String.join(" ", config.cmd()), "", options.message(), false)));
            made = add(image, layer, reference);
        } catch (IOException failed) {
            throw failure("cannot import the image", failed);
        }
        String id = made.id().toString();
        reference.ifPresent(
                name -> events.publish(Subject.image(id, name.withDefaultTag().familiar()), Action.TAG));
        events.publish(Subject.image(id), Action.IMPORT);
        return made;
    }

    /** One step for those who remove images: they see layer and image, or neither. */
    private synchronized Image add(ImageConfig config, LayerStore.Draft layer, Optional<ImageReference> reference)
            throws IOException {
        try {
            layer.commit();
            ImageId id = new ImageId(blobs.put(config.toJson()));
            ImageIndex next = index.with(id, layer.unpacked().size());
            replaceIndex(
                    reference.isEmpty() ? next : next.tagged(reference.get().withDefaultTag(), id));
            configs.put(id, config);
            return image(id);
        } catch (IOException failed) {
            sweep();
            throw failed;
        }
    }

    private void replaceIndex(ImageIndex next) throws IOException {
        WholeFile.replace(folder, INDEX, next.toJson());
        index = next;
    }

    /** All images, the newest first. */
    public List<Image> list() {
        List<Image> images = new ArrayList<>();
        for (ImageId id : index.sizes().keySet()) {
            images.add(image(id));
        }
        images.sort(
                Comparator.comparing((Image image) -> image.config().created().orElse(Instant.EPOCH))
                        .reversed());
        return images;
    }

    private Image image(ImageId id) {
        ImageIndex now = index;
        ImageConfig config = config(id);
        List<Path> folders = new ArrayList<>();
        for (Digest diffId : config.diffIds().reversed()) {
            folders.add(layers.content(diffId));
        }
        return new Image(id, config, now.referencesOf(id), now.sizes().getOrDefault(id, 0L), folders);
    }

    private ImageConfig config(ImageId id) {
        ImageConfig known = configs.get(id);
        if (known != null) {
            return known;
        }
        try {
            Optional<byte[]> text = blobs.read(id.digest());
            if (text.isEmpty()) {
                throw new EngineException.SystemError("image " + id + " has lost its configuration", null);
            }
            ImageConfig config = ImageConfig.parse(text.get());
            configs.put(id, config);
            return config;
        } catch (IOException failed) {
            throw failure("cannot read image " + id, failed);
        }
    }

    /**
     * The image a person means: a reference first, then the beginning of an id.
     *
     * @throws EngineException.NotFound {@code No such image: foo:latest}
     */
    public Image find(String nameOrId) {
        return image(ImageNames.resolve(nameOrId, index));
    }

    /** Gives an image another name, taking it from the image that had it. */
    public synchronized void tag(ImageId id, ImageReference reference) {
        if (reference.digest().isPresent()) {
            throw new EngineException.InvalidArgument("refusing to create a tag with a digest reference");
        }
        if (!index.sizes().containsKey(id)) {
            throw new EngineException.NotFound("No such image: " + id);
        }
        try {
            replaceIndex(index.tagged(reference.withDefaultTag(), id));
            events.publish(
                    Subject.image(id.toString(), reference.withDefaultTag().familiar()), Action.TAG);
        } catch (IOException failed) {
            throw failure("cannot tag image " + id.shortened(), failed);
        }
    }

    /**
     * Takes a name from an image, and removes the image with the last of its names.
     *
     * @param usedBy the containers made from an image
     * @throws EngineException.Conflict in Docker's words, when a container needs it
     */
    public synchronized List<Removal> remove(String nameOrId, boolean force, Function<ImageId, List<ImageUse>> usedBy) {
        ImageId id = ImageNames.resolve(nameOrId, index);
        RemovalPlan plan = RemovalPlan.of(nameOrId, id, index, force, usedBy.apply(id));
        List<Removal> steps = new ArrayList<>();
        ImageIndex next = index;
        for (ImageReference reference : plan.untag()) {
            next = next.untagged(reference);
            steps.add(new Removal.Untagged(reference.familiar()));
        }
        try {
            if (plan.delete()) {
                List<Digest> diffIds = config(id).diffIds();
                replaceIndex(next.without(id));
                steps.add(new Removal.Deleted(id.toString()));
                delete(id, diffIds, steps);
            } else {
                replaceIndex(next);
            }
        } catch (IOException failed) {
            throw failure("cannot remove image " + id.shortened(), failed);
        }
        for (int untagged = 0; untagged < plan.untag().size(); untagged++) {
            events.publish(Subject.image(id.toString()), Action.UNTAG);
        }
        if (plan.delete()) {
            events.publish(Subject.image(id.toString()), Action.DELETE);
        }
        return steps;
    }

    private void delete(ImageId id, List<Digest> diffIds, List<Removal> steps) throws IOException {
        configs.remove(id);
        blobs.remove(id.digest());
        Set<Digest> used = usedLayers();
        for (Digest diffId : diffIds.reversed()) {
            if (used.add(diffId)) {
                layers.remove(diffId);
                steps.add(new Removal.Deleted(diffId.toString()));
            }
        }
    }

    @Override
    public void close() {
        layers.close();
        blobs.close();
        folder.close();
    }
}
