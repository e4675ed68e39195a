package sampan.core.image.archive;

import java.util.List;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;

/**
 * An image that came from an archive.
 *
 * @param names as the archive gave them
 * @param takenFrom those of its names that another image had until now
 */
public record LoadedImage(ImageId id, List<ImageReference> names, List<Taken> takenFrom) {
    public LoadedImage {
        names = List.copyOf(names);
        takenFrom = List.copyOf(takenFrom);
    }

    /** A name and who had it. */
    public record Taken(ImageReference name, ImageId from) {}
}
