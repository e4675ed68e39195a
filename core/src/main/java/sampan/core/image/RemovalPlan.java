package sampan.core.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sampan.core.error.EngineException;
import sampan.core.image.catalogue.ImageIndex;
import sampan.core.image.catalogue.ImageNames;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;

/**
 * What removing an image takes, by Docker's rules: a name is only a name, and the last one stands for the image. A running container keeps
 * its image whatever is asked.
 *
 * @param untag names that go
 */
record RemovalPlan(List<ImageReference> untag, Fate fate) {
    /** What becomes of the image. */
    enum Fate {
        STAYS,
        /** For everybody but the stopped containers that stand on it. */
        HIDDEN,
        DELETED
    }

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

        /** At most one tag, and digests of the same repository. */
        boolean hasOneName() {
            List<ImageReference> tags =
                    names.stream().filter(name -> name.digest().isEmpty()).toList();
            Set<String> digests = names.stream()
                    .filter(name -> name.digest().isPresent())
                    .map(ImageReference::name)
                    .collect(Collectors.toSet());
            boolean oneRepository = digests.size() == 1
                    && (tags.isEmpty() || digests.contains(tags.getFirst().name()));
            return names.size() <= 1 || (tags.size() <= 1 && oneRepository);
        }

        Fate fate() {
            if (running().isPresent()) {
                return Fate.STAYS;
            }
            return uses.isEmpty() ? Fate.DELETED : Fate.HIDDEN;
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
        if (!force && image.hasOneName() && !image.uses.isEmpty()) {
            throw new EngineException.Conflict("conflict: unable to remove repository reference \"" + asked
                    + "\" (must force) - container "
                    + shortened(image.uses.getFirst().containerId())
                    + " is using its referenced image " + image.id.shortened());
        }
        List<ImageReference> untag = new ArrayList<>(List.of(name));
        List<ImageReference> rest = new ArrayList<>(image.names);
        rest.remove(name);
        // Digests are there for the sake of the tag.
        if (rest.stream()
                .filter(other -> other.name().equals(name.name()))
                .allMatch(other -> other.digest().isPresent())) {
            rest.stream().filter(other -> other.name().equals(name.name())).forEach(untag::add);
            rest.removeAll(untag);
        }
        return new RemovalPlan(untag, rest.isEmpty() ? image.fate() : Fate.STAYS);
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
        if (!force && !image.hasOneName()) {
            throw conflict(image.id, "must be forced", "image is referenced in multiple repositories");
        }
        if (!force && !image.uses.isEmpty()) {
            throw conflict(
                    image.id,
                    "must be forced",
                    "image is being used by stopped container "
                            + shortened(image.uses.getFirst().containerId()));
        }
        return new RemovalPlan(image.names, image.fate());
    }

    private static EngineException conflict(ImageId id, String forcing, String reason) {
        return new EngineException.Conflict(
                "conflict: unable to delete " + id.shortened() + " (" + forcing + ") - " + reason);
    }

    private static String shortened(String containerId) {
        return containerId.substring(0, Math.min(12, containerId.length()));
    }
}
