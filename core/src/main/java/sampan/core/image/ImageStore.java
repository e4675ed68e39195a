package sampan.core.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.event.Publisher;
import sampan.core.image.archive.AciLoading;
import sampan.core.image.archive.ArchivePick;
import sampan.core.image.archive.CommitOptions;
import sampan.core.image.archive.ImageCommit;
import sampan.core.image.archive.ImageImport;
import sampan.core.image.archive.ImageLoading;
import sampan.core.image.archive.ImageSaving;
import sampan.core.image.archive.ImportOptions;
import sampan.core.image.archive.LayerContent;
import sampan.core.image.archive.LoadProgress;
import sampan.core.image.archive.LoadedImage;
import sampan.core.image.catalogue.Catalogue;
import sampan.core.image.catalogue.HeldImage;
import sampan.core.image.catalogue.Image;
import sampan.core.image.catalogue.ImageIndex;
import sampan.core.image.catalogue.ImageNames;
import sampan.core.image.catalogue.ImageNews;
import sampan.core.image.transfer.Admission;
import sampan.core.image.transfer.RegistryRules;
import sampan.core.image.transfer.Transfers;
import sampan.core.image.transfer.Watcher;
import sampan.kernel.Fd;
import sampan.oci.appc.AciArchive;
import sampan.oci.archive.ArchivedImage;
import sampan.oci.archive.ImageArchive;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;
import sampan.oci.layer.Members;
import sampan.oci.layer.TarIndex;
import sampan.oci.store.LayerStore;
import sampan.oci.store.Trash;

/** The images of one data root. Readers see the index as it was a moment ago; changes come one after the other. */
public final class ImageStore implements AutoCloseable {
    private final Catalogue catalogue;
    private final Clock clock;
    private final ImageNews news;
    private final RegistryRules registries = new RegistryRules();
    private final Watcher watcher = new Watcher();

    private ImageStore(Catalogue catalogue, Clock clock, Publisher events) {
        this.catalogue = catalogue;
        this.clock = clock;
        this.news = new ImageNews(catalogue, events);
    }

    /**
     * Opens the images of a data root; a new one gets the built-in image {@code localhost/busybox}.
     *
     * @param trash for what is removed, on the same file system; stays the caller's
     */
    public static ImageStore open(Path dataRoot, Trash trash, Clock clock, Publisher events) {
        ImageStore store;
        try {
            store = new ImageStore(Catalogue.open(dataRoot, trash), clock, events);
        } catch (IOException failed) {
            throw Catalogue.failure("cannot open the image store in " + dataRoot, failed);
        }
        try {
            if (!store.catalogue.load()) {
                BuiltInImage.addTo(store);
            }
            return store;
        } catch (IOException failed) {
            store.close();
            throw Catalogue.failure("cannot open the image store in " + dataRoot, failed);
        } catch (EngineException failed) {
            store.close();
            throw failed;
        }
    }

    /** Makes an image of one layer from the archive of a root file system, plain or compressed; of an ACI what that says. */
    public Image importRootfs(InputStream archive, Optional<ImageReference> reference, ImportOptions options) {
        return importRootfs(archive, reference, options, clock.instant());
    }

    Image importRootfs(
            InputStream archive, Optional<ImageReference> reference, ImportOptions options, Instant created) {
        if (reference.isPresent() && reference.get().digest().isPresent()) {
            throw new EngineException.InvalidArgument("cannot import digest reference");
        }
        LoadedImage made;
        try {
            made = new ImageImport(catalogue, created, clock.instant()).make(archive, reference, options);
        } catch (IOException failed) {
            throw Catalogue.failure("cannot import the image", failed);
        }
        made.names().forEach(name -> publish(made.id(), name, Action.TAG));
        news.tell(made.id(), Action.IMPORT);
        return catalogue.image(made.id());
    }

    /**
     * Makes an image of another and a layer on top of it.
     *
     * @param parent id of an image, which may be one that only containers still know
     * @param content absent: nothing but the configuration is new
     */
    public Image commit(String parent, CommitOptions options, Optional<LayerContent> content) {
        Image made;
        try {
            made = new ImageCommit(catalogue, clock).commit(ImageId.parse(parent), options, content, this::add);
        } catch (ImageFormatException notAnId) {
            throw new EngineException.InvalidArgument(String.valueOf(notAnId.getMessage()));
        } catch (IOException failed) {
            throw Catalogue.failure("cannot commit the container", failed);
        }
        options.reference().ifPresent(name -> publish(made.id(), name.withDefaultTag(), Action.TAG));
        return made;
    }

    /** One step for those who remove images: they see layer and image, or neither. */
    private Image add(
            ImageConfig config, Optional<LayerStore.Draft> layer, long size, Optional<ImageReference> reference)
            throws IOException {
        synchronized (catalogue) {
            try {
                catalogue.layers().keep(layer.stream().toList());
                ImageId id = catalogue.put(config.toJson(), config);
                ImageIndex next = catalogue.index().with(id, size);
                catalogue.replace(
                        reference.isEmpty()
                                ? next
                                : next.tagged(reference.get().withDefaultTag(), id, clock.instant()));
                return catalogue.image(id);
            } catch (IOException failed) {
                catalogue.sweep();
                throw failed;
            }
        }
    }

    /**
     * Takes over the images of an archive that {@code save} or another program wrote: all of them, or none.
     *
     * @param file what the stream reads, so that a plain file need not be copied; stays the caller's
     * @param platform which to take of an image for several
     * @throws EngineException.InvalidArgument when the archive lacks something, contradicts itself or lies about a digest
     */
    public List<LoadedImage> load(Fd file, InputStream stream, Optional<Platform> platform, LoadProgress progress) {
        List<LoadedImage> loaded;
        try (Fd plain = catalogue.plain(file, stream)) {
            Optional<AciArchive> aci = AciArchive.find(plain);
            loaded = aci.isPresent()
                    ? List.of(new AciLoading(catalogue, clock.instant())
                            .load(aci.get(), Optional.empty(), ImportOptions.NONE))
                    : load(TarIndex.of(plain), platform, progress);
        } catch (ImageFormatException malformed) {
            throw new EngineException.InvalidArgument(String.valueOf(malformed.getMessage()));
        } catch (IOException failed) {
            throw Catalogue.failure("cannot load the images", failed);
        }
        for (LoadedImage image : loaded) {
            news.tell(image.id(), Action.LOAD);
        }
        return loaded;
    }

    private List<LoadedImage> load(TarIndex archive, Optional<Platform> platform, LoadProgress progress)
            throws IOException {
        try (ImageLoading loading = new ImageLoading(catalogue, archive, progress)) {
            return loading.load(ImageArchive.read(archive, Optional.empty(), platform), clock.instant());
        }
    }

    /** One image of an archive, as {@link #load} takes all of them. */
    public Optional<ImageReference> loadOne(Fd file, InputStream stream, ArchivePick pick) {
        try (Fd plain = catalogue.plain(file, stream)) {
            Optional<AciArchive> aci = AciArchive.find(plain);
            if (aci.isPresent()) {
                new AciLoading(catalogue, clock.instant()).load(aci.get(), Optional.of(pick.as()), ImportOptions.NONE);
                return aci.get().manifest().reference();
            }
            return loadOne(TarIndex.of(plain), pick);
        } catch (ImageFormatException malformed) {
            throw new EngineException.InvalidArgument(String.valueOf(malformed.getMessage()));
        } catch (IOException failed) {
            throw Catalogue.failure("cannot load the image", failed);
        }
    }

    /** One image of an archive or a folder, as {@link #load} takes all of them. */
    public Optional<ImageReference> loadOne(Members archive, ArchivePick pick) {
        try (ImageLoading loading = new ImageLoading(catalogue, archive, LoadProgress.NONE)) {
            ArchivedImage image = pick.of(ImageArchive.read(archive, pick.wanted(), pick.platform()));
            loading.load(List.of(pick.renamed(image)), clock.instant());
            return image.names().stream().findFirst();
        } catch (ImageFormatException malformed) {
            throw new EngineException.InvalidArgument(String.valueOf(malformed.getMessage()));
        } catch (IOException failed) {
            throw Catalogue.failure("cannot load the image", failed);
        }
    }

    /** From and to registries. */
    public RegistryRules registries() {
        return registries;
    }

    public Transfers transfers() {
        return new Transfers(catalogue, clock, news, watcher);
    }

    /** From and to places that keep manifests. */
    public WholeCopies wholeCopies() {
        return new WholeCopies(catalogue);
    }

    /** Prepares to write images to an archive; for the caller to close. */
    public ImageSaving save(List<String> names, Optional<Platform> platform) {
        return ImageSaving.of(catalogue, news, names, platform);
    }

    private void publish(ImageId id, ImageReference name, Action action) {
        news.tell(id, name.familiar(), action);
    }

    /** All images, the newest first. */
    public List<Image> list() {
        return catalogue.index().ids().stream()
                .map(catalogue::listed)
                .sorted(Comparator.comparing(
                                (Image image) -> image.config().created().orElse(Instant.EPOCH))
                        .reversed())
                .toList();
    }

    /**
     * The image a person means: a reference first, then the beginning of an id.
     *
     * @throws EngineException.NotFound {@code No such image: foo:latest}
     */
    public Image find(String nameOrId) {
        return catalogue.image(ImageNames.resolve(nameOrId, catalogue.index()));
    }

    /** Asks this host's policy whether a container of the image may be made; Forbidden when it may not. */
    public void admit(String nameOrId) {
        new Admission(catalogue).run(nameOrId);
    }

    /** As {@link #find}, for whoever is going to read its layers. */
    public HeldImage hold(String nameOrId) {
        return HeldImage.of(catalogue, nameOrId);
    }

    /** As {@link #find}; the finder is noted before anybody can remove the image, which {@code usedBy} is to tell them. */
    public Image claim(String nameOrId, Consumer<Image> note) {
        synchronized (catalogue) {
            Image image = find(nameOrId);
            note.accept(image);
            return image;
        }
    }

    /** Folders of an image's layers, the topmost first, also when only containers still know it. */
    public List<Path> layersOf(String id) {
        try {
            ImageId image = ImageId.parse(id);
            if (catalogue.index().images().containsKey(image)) {
                ImageCheck.refuseDamaged(catalogue, image);
                return catalogue.image(image).layers();
            }
        } catch (ImageFormatException notAnId) {
            throw new EngineException.InvalidArgument(String.valueOf(notAnId.getMessage()));
        } catch (IOException failed) {
            throw Catalogue.failure("cannot look at image " + id, failed);
        }
        throw new EngineException.NotFound("No such image: " + id);
    }

    /** Whether no layer is known to be damaged, and none still to be looked at. */
    public boolean isSound() {
        return catalogue.layers().isSound();
    }

    /** Looks at every byte of some images, or of all and whatever else lies here. */
    public ImageCheck check() {
        return new ImageCheck(catalogue, transfers());
    }

    /** How an image came to be, the newest step first. */
    public List<HistoryStep> history(String nameOrId) {
        Image image = find(nameOrId);
        return HistoryStep.of(
                image, image.config().diffIds().stream().map(catalogue::size).toList());
    }

    /** What they take on disk. */
    public ImageSpace space() {
        return ImageSpace.of(list(), catalogue::size, catalogue::packedSize);
    }

    /** Gives an image another name, taking it from the image that had it. */
    public void tag(ImageId id, ImageReference reference) {
        if (reference.digest().isPresent()) {
            throw new EngineException.InvalidArgument("refusing to create a tag with a digest reference");
        }
        synchronized (catalogue) {
            if (!catalogue.index().contains(id)) {
                throw new EngineException.NotFound("No such image: " + id);
            }
            try {
                catalogue.replace(catalogue.index().tagged(reference.withDefaultTag(), id, clock.instant()));
            } catch (IOException failed) {
                throw Catalogue.failure("cannot tag image " + id.shortened(), failed);
            }
        }
        publish(id, reference.withDefaultTag(), Action.TAG);
    }

    /**
     * Takes a name from an image, and removes the image with the last of its names.
     *
     * @param usedBy the containers made from an image
     * @throws EngineException.Conflict in Docker's words, when a container needs it
     */
    public List<Removal> remove(String nameOrId, boolean force, Function<ImageId, List<ImageUse>> usedBy) {
        synchronized (catalogue) {
            ImageId id = ImageNames.resolve(nameOrId, catalogue.index());
            RemovalPlan plan = RemovalPlan.of(nameOrId, id, catalogue.index(), force, usedBy.apply(id));
            return new ImageRemoval(catalogue, news).carryOut(id, plan).steps();
        }
    }

    /** Removes images that nobody needs, among those that fit. */
    public Pruned prune(Predicate<Image> fits, boolean all, Function<ImageId, List<ImageUse>> usedBy) {
        synchronized (catalogue) {
            ImageRemoval removal = new ImageRemoval(catalogue, news);
            Pruned pruned = Pruned.NOTHING;
            for (Image image : list()) {
                boolean wanted = image.references().isEmpty() || all;
                if (wanted && fits.test(image) && usedBy.apply(image.id()).isEmpty()) {
                    pruned = pruned.and(removal.carryOut(
                            image.id(), new RemovalPlan(image.references(), RemovalPlan.Fate.DELETED)));
                }
            }
            return pruned;
        }
    }

    /** Waits until the disk has the room of what was removed before. */
    void settle() {
        catalogue.layers().settle();
    }

    /** Forgets an image that was removed while containers stood on it, if none does any more. */
    public void containerGone(String image, BooleanSupplier stillUsed) {
        try {
            ImageId id = ImageId.parse(image);
            if (catalogue.index().isRemoved(id) && !stillUsed.getAsBoolean()) {
                synchronized (catalogue) {
                    if (catalogue.index().isRemoved(id)) {
                        Pruned gone = new ImageRemoval(catalogue, news)
                                .carryOut(id, new RemovalPlan(List.of(), RemovalPlan.Fate.DELETED));
                        assert gone.steps().size() >= 1;
                    }
                }
            }
        } catch (ImageFormatException notAnId) {
            throw new EngineException.InvalidArgument(String.valueOf(notAnId.getMessage()));
        }
    }

    /** Images that were removed while containers stood on them. */
    public List<ImageId> removed() {
        ImageIndex now = catalogue.index();
        return now.images().keySet().stream().filter(now::isRemoved).toList();
    }

    @Override
    public void close() {
        watcher.close();
        registries.close();
        catalogue.close();
    }
}
