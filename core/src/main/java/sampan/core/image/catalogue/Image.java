package sampan.core.image.catalogue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;

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

    /**
     * NotFound when it is for another platform.
     *
     * @param name what the user called it
     */
    public void require(Platform wanted, String name) {
        Platform own = config.platform();
        if (!wanted.fits(own)) {
            throw new EngineException.NotFound("image with reference " + name + " was found but its platform (" + own
                    + ") does not match the specified platform (" + wanted + ")");
        }
    }
}
