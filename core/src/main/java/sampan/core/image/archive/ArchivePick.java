package sampan.core.image.archive;

import java.util.List;
import java.util.Optional;
import sampan.oci.archive.ArchivedImage;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;

/**
 * Which image of an archive is wanted, and what it is to be called here.
 *
 * @param wanted its name in the archive; empty: there is one only
 */
public record ArchivePick(Optional<String> wanted, Optional<Platform> platform, ImageReference as) {
    /** @param found all of the archive, or those of the name that is wanted */
    public <T> T of(List<T> found) throws ImageFormatException {
        if (found.size() > 1 && wanted.isEmpty()) {
            throw new ImageFormatException(
                    "the archive has " + found.size() + " images: name the one that is wanted after a colon");
        }
        if (found.isEmpty()) {
            throw new ImageFormatException(
                    "the archive has no image" + wanted.map(name -> " " + name).orElse(""));
        }
        return found.getFirst();
    }

    public ArchivedImage renamed(ArchivedImage image) {
        return new ArchivedImage(image.document(), image.config(), image.layers(), List.of(as));
    }
}
