package sampan.core.image;

import java.util.List;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;

/**
 * What removing an image takes, by Docker's rules: a name is only a name, and the last one stands for the image. A running container keeps
 * its image whatever is asked.
 *
 * @param untag names that go
 * @param delete whether the image goes too
 */
record RemovalPlan(List<ImageReference> untag, boolean delete) {
    RemovalPlan {
        untag = List.copyOf(untag);
    }

    static RemovalPlan of(String asked, ImageId id, ImageIndex index, boolean force, List<ImageUse> uses) {
        List<ImageReference> names = index.referencesOf(id);
        Optional<ImageReference> name = ImageNames.isPrefix(asked, id) ? Optional.empty() : named(asked);
        return name.isPresent()
                ? byName(asked, name.get(), new Target(id, names, uses), force)
                : byId(new Target(id, names, uses), force);
    }

    /** The image in question. */
    private record Target(ImageId id, List<ImageReference> names, List<ImageUse> uses) {
        Optional<ImageUse> running() {
            return uses.stream().filter(ImageUse::running).findFirst();
        }
    }

    private static Optional<ImageReference> named(String asked) {
        try {
            return Optional.of(ImageReference.parse(asked).withDefaultTag());
        } catch (ImageFormatException anId) {
            return Optional.empty();
        }
    }

    private static RemovalPlan byName(String asked, ImageReference name, Target image, boolean force) {
        if (!force && image.names.size() == 1 && !image.uses.isEmpty()) {
            throw new EngineException.Conflict("conflict: unable to remove repository reference \"" + asked
                    + "\" (must force) - container "
                    + shortened(image.uses.getFirst().containerId())
                    + " is using its referenced image " + image.id.shortened());
        }
        boolean last = image.names.size() == 1;
        // A used image stays, without a name, until its last container is gone: force is only about the name.
        return new RemovalPlan(List.of(name), last && image.uses.isEmpty());
    }

    private static RemovalPlan byId(Target image, boolean force) {
        Optional<ImageUse> running = image.running();
        if (running.isPresent()) {
            throw conflict(
                    image.id,
                    "cannot be forced",
                    "image is being used by running container "
                            + shortened(running.get().containerId()));
        }
        if (!force && image.names.size() > 1) {
            throw conflict(image.id, "must be forced", "image is referenced in multiple repositories");
        }
        if (!force && !image.uses.isEmpty()) {
            throw conflict(
                    image.id,
                    "must be forced",
                    "image is being used by stopped container "
                            + shortened(image.uses.getFirst().containerId()));
        }
        // Stopped containers keep the layers they stand on, so the image stays without a name.
        return new RemovalPlan(image.names, image.uses.isEmpty());
    }

    private static EngineException conflict(ImageId id, String forcing, String reason) {
        return new EngineException.Conflict(
                "conflict: unable to delete " + id.shortened() + " (" + forcing + ") - " + reason);
    }

    private static String shortened(String containerId) {
        return containerId.substring(0, Math.min(12, containerId.length()));
    }
}
