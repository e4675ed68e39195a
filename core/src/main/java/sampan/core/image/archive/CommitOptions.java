package sampan.core.image.archive;

import java.util.Optional;
import sampan.oci.image.ContainerDefaults;
import sampan.oci.image.ImageReference;

/**
 * What {@code commit} makes an image of.
 *
 * @param config the configuration the image gets
 * @param createdBy the container's command, for the image's history
 */
public record CommitOptions(
        Optional<ImageReference> reference,
        ContainerDefaults config,
        String author,
        String message,
        String createdBy) {}
