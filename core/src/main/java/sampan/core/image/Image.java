package sampan.core.image;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;

/**
 * An image as it was when it was asked for.
 *
 * @param references the names it has, sorted; none for a dangling image
 * @param size bytes of all its files
 * @param tagged when it got its newest name
 * @param layers folders with the layers' content, the topmost first
 */
public record Image(
        ImageId id,
        ImageConfig config,
        List<ImageReference> references,
        long size,
        Optional<Instant> tagged,
        List<Path> layers) {
    public Image {
        references = List.copyOf(references);
        layers = List.copyOf(layers);
    }
}
