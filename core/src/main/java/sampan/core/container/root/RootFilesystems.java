package sampan.core.container.root;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.Inspection;
import sampan.core.error.EngineException;
import sampan.core.image.ImageStore;
import sampan.core.image.catalogue.Image;
import sampan.core.snapshot.ContainerTrees;
import sampan.core.snapshot.LayeredRoot;
import sampan.core.snapshot.Snapshot;
import sampan.core.snapshot.Snapshotter;
import sampan.core.snapshot.VisibleLayers;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageId;
import sampan.runtime.launch.Rootfs;

/** The root file systems of containers: an image's layers and a writable one. */
public final class RootFilesystems {
    private static final int MOST = 256;

    private final ImageStore images;
    private final Snapshotter snapshots;
    /** By image id, which never means other layers; an image with containers is not removed. */
    private final Map<String, List<Path>> layers = new ConcurrentHashMap<>();

    public RootFilesystems(ImageStore images, Snapshotter snapshots) {
        this.images = images;
        this.snapshots = snapshots;
    }

    public Image image(String reference) {
        return images.find(reference);
    }

    public Image claim(String reference, Consumer<Image> note) {
        return images.claim(reference, note);
    }

    /** Makes the writable layer of a new container. */
    public void prepare(ContainerRecord container) {
        snapshots.prepare(container.id(), layers(container), container.autoRemove());
    }

    /** Makes a writable layer for a container of whichever image; not with a driver that copies the image. */
    public void prepareSpare(String id) throws IOException {
        if (!snapshots.name().equals("overlay2")) {
            throw new IOException("a copy of an image cannot be made before it is known which");
        }
        snapshots.prepare(id, List.of(), true);
    }

    /** The container's file system, for the launch compiler. */
    public Rootfs open(ContainerRecord container) throws IOException {
        Snapshot snapshot = snapshots.find(container.id(), layers(container), container.autoRemove());
        return switch (snapshot) {
            case Snapshot.Overlay(Snapshot.Lower lower, Path upper, Path work, boolean discarded) -> {
                if (discarded) {
                    forgetEarlierMount(work);
                }
                yield new Rootfs.OverlayRoot(
                        new Rootfs.Lower(
                                lower.layers().stream().map(Path::toString).toList(),
                                lower.kind() == Snapshot.Kind.EROFS),
                        upper.toString(),
                        work.toString(),
                        discarded);
            }
            case Snapshot.Plain(Path root) -> new Rootfs.DirectoryRoot(root.toString(), false);
        };
    }

    /**
     * overlayfs refuses a second volatile mount, as a crash may have torn what the first one wrote: a restart of a container that is removed at its end comes
     * without a crash. After one it is removed, not started.
     */
    private static void forgetEarlierMount(Path work) throws IOException {
        Path mark = work.resolve("work/incompat/volatile");
        if (Files.deleteIfExists(mark.resolve("dirty"))) {
            Files.deleteIfExists(mark);
        }
    }

    /** A small file as the container sees it, symbolic links included; empty when it is not there. */
    Optional<byte[]> read(ContainerRecord container, String path, int limit) throws IOException {
        try (LayeredRoot files = view(container)) {
            return files.readSmallFile(path, limit);
        }
    }

    /** The container's files as they lie on disk, for the caller to close. */
    LayeredRoot view(ContainerRecord container) {
        return snapshots.view(container.id(), layers(container));
    }

    public ContainerTrees trees(ContainerRecord container) {
        return snapshots.trees(container.id(), layers(container));
    }

    /** What {@code docker inspect} shows as GraphDriver. */
    public Inspection.Graph describe(ContainerRecord container) {
        Snapshot snapshot = snapshots.find(container.id(), layers(container), container.autoRemove());
        return switch (snapshot) {
            case Snapshot.Overlay(Snapshot.Lower lower, Path upper, Path work, boolean _) ->
                new Inspection.Graph(
                        Map.of(
                                "LowerDir",
                                String.join(
                                        ":",
                                        lower.layers().stream()
                                                .map(Path::toString)
                                                .toList()),
                                "UpperDir",
                                upper.toString(),
                                "WorkDir",
                                work.toString()),
                        snapshots.name());
            case Snapshot.Plain(Path root) -> new Inspection.Graph(Map.of("Dir", root.toString()), snapshots.name());
        };
    }

    public String driver() {
        return snapshots.name();
    }

    /** Takes the writable layer away, at once; its files go in the background. */
    public void remove(String container) {
        snapshots.remove(container);
    }

    public long imageSize(String id) {
        try {
            return images.find(id).size();
        } catch (EngineException.NotFound _) {
            return 0;
        }
    }

    /** The image and those whose layers begin with all of its layers. */
    public Set<String> descendants(String reference) {
        Image ancestor;
        try {
            ancestor = images.find(reference);
        } catch (EngineException.NotFound | EngineException.InvalidArgument _) {
            return Set.of();
        }
        List<Digest> base = ancestor.config().diffIds();
        Set<String> found = new HashSet<>();
        found.add(ancestor.id().toString());
        for (Image image : images.list()) {
            List<Digest> all = image.config().diffIds();
            if (all.size() > base.size() && all.subList(0, base.size()).equals(base)) {
                found.add(image.id().toString());
            }
        }
        return found;
    }

    /** Bytes on disk that are the container's own. */
    public long usage(String container) {
        return snapshots.usage(container);
    }

    /** Images that were removed while containers stood on them. */
    public List<String> removedImages() {
        return images.removed().stream().map(ImageId::toString).toList();
    }

    /** An image that was removed meanwhile goes with its last container. */
    public void containerGone(String image, BooleanSupplier stillUsed) {
        images.containerGone(image, stillUsed);
    }

    /** Containers that have a writable layer. */
    public List<String> list() {
        return snapshots.list();
    }

    private List<Path> layers(ContainerRecord container) {
        List<Path> known = layers.get(container.image());
        if (known != null && images.isSound()) {
            return known;
        }
        if (layers.size() >= MOST) {
            layers.clear();
        }
        List<Path> found = VisibleLayers.of(images.layersOf(container.image()));
        layers.put(container.image(), found);
        return found;
    }
}
