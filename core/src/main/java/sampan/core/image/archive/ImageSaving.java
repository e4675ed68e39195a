package sampan.core.image.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.image.catalogue.Catalogue;
import sampan.core.image.catalogue.ImageIndex;
import sampan.core.image.catalogue.ImageNames;
import sampan.core.image.catalogue.ImageNews;
import sampan.core.image.catalogue.Lease;
import sampan.oci.archive.ArchiveWriter;
import sampan.oci.archive.Document;
import sampan.oci.archive.StoredImage;
import sampan.oci.archive.WholeImage;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;

/** Images about to be written to an archive: they were found, and cannot lose their layers meanwhile. */
public final class ImageSaving implements AutoCloseable {
    private final Catalogue catalogue;
    private final ImageNews news;
    private final Lease lease;
    private final Map<ImageId, List<ImageReference>> images = new LinkedHashMap<>();

    private ImageSaving(Catalogue catalogue, ImageNews news) {
        this.catalogue = catalogue;
        this.news = news;
        this.lease = new Lease(catalogue);
    }

    /**
     * Finds the images: a name without a tag stands for all its tags, an id for an image without a name.
     *
     * @throws EngineException.NotFound for one that is not there, or not for that platform
     */
    public static ImageSaving of(Catalogue catalogue, ImageNews news, List<String> names, Optional<Platform> platform) {
        ImageSaving saving = new ImageSaving(catalogue, news);
        synchronized (catalogue) {
            for (String name : names) {
                saving.add(name, platform);
            }
            for (ImageId id : saving.images.keySet()) {
                saving.lease.add(catalogue.config(id).diffIds());
            }
        }
        return saving;
    }

    private void add(String name, Optional<Platform> platform) {
        ImageIndex index = catalogue.index();
        Optional<ImageReference> reference = reference(name);
        boolean bare = reference.isPresent()
                && reference.get().tag().isEmpty()
                && reference.get().digest().isEmpty();
        if (bare) {
            List<Map.Entry<ImageReference, ImageId>> tags = index.references().entrySet().stream()
                    .filter(other ->
                            other.getKey().name().equals(reference.get().name()))
                    .filter(other -> other.getKey().tag().isPresent())
                    .toList();
            tags.forEach(tag -> add(tag.getValue(), Optional.of(tag.getKey()), name, platform));
            if (!tags.isEmpty()) {
                return;
            }
        }
        ImageId id = resolve(name, index);
        boolean named = reference.isPresent() && index.references().containsKey(reference.get());
        add(id, named ? reference : Optional.empty(), name, platform);
    }

    /** What is not there is named as it was asked for, without a tag that nobody gave. */
    private static ImageId resolve(String name, ImageIndex index) {
        try {
            return ImageNames.resolve(name, index);
        } catch (EngineException.NotFound missing) {
            throw new EngineException.NotFound("No such image: " + name);
        }
    }

    private static Optional<ImageReference> reference(String name) {
        try {
            return Optional.of(ImageReference.parse(name));
        } catch (ImageFormatException anId) {
            return Optional.empty();
        }
    }

    private void add(ImageId id, Optional<ImageReference> tag, String asked, Optional<Platform> platform) {
        Platform own = catalogue.config(id).platform();
        if (platform.isPresent() && !platform.get().fits(own)) {
            throw new EngineException.NotFound("image with reference " + asked + " was found but its platform (" + own
                    + ") does not match the specified platform (" + platform.get() + ")");
        }
        List<ImageReference> tags = images.computeIfAbsent(id, _ -> new ArrayList<>());
        tag.filter(reference -> reference.digest().isEmpty() && !tags.contains(reference))
                .ifPresent(tags::add);
    }

    /** Gives what is saved other names in the archive. */
    public ImageSaving under(List<ImageReference> names) {
        images.replaceAll((_, _) -> List.copyOf(names));
        return this;
    }

    /** Writes the archive. */
    public void writeTo(OutputStream out) throws IOException {
        List<StoredImage> contents = new ArrayList<>();
        for (Map.Entry<ImageId, List<ImageReference>> image : images.entrySet()) {
            contents.add(stored(image.getKey(), image.getValue()));
        }
        ArchiveWriter.write(contents, catalogue.layers(), out);
        images.keySet().forEach(id -> news.tell(id, Action.SAVE));
    }

    private StoredImage stored(ImageId id, List<ImageReference> names) throws IOException {
        return new StoredImage(Document.of(catalogue.document(id)), catalogue.config(id), names);
    }

    /** The only one, to be written where manifests are kept. */
    public WholeImage whole() throws IOException {
        Map.Entry<ImageId, List<ImageReference>> only =
                images.entrySet().iterator().next();
        news.tell(only.getKey(), Action.SAVE);
        return stored(only.getKey(), only.getValue()).whole(catalogue.layers());
    }

    @Override
    public void close() {
        lease.close();
    }
}
