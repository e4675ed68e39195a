package sampan.core.image.archive;

import java.util.List;
import java.util.Optional;
import sampan.core.image.change.Changes;
import sampan.oci.image.ContainerDefaults;
import sampan.oci.image.ImageReference;

/**
 * What {@code commit} makes an image of.
 *
 * @param base the container's configuration, which the changes begin with
 * @param changes Dockerfile instructions, as {@code --change} takes them
 * @param createdBy the container's command, for the image's history
 */
public record CommitOptions(
        Optional<ImageReference> reference,
        ContainerDefaults base,
        List<String> changes,
        String author,
        String message,
        String createdBy) {
    public CommitOptions {
        changes = List.copyOf(changes);
    }

    /** The configuration the image gets; InvalidArgument in Docker's words. */
    ContainerDefaults config() {
        return Changes.apply(changes, base);
    }
}
