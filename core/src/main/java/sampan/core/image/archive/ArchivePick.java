package sampan.core.image.archive;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sampan.oci.archive.ArchivedImage;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;

/**
 * Which image of an archive is wanted, and what it is to be called here.
 *
 * @param wanted its name in the archive; empty: there is one only
 */
public record ArchivePick(Optional<ImageReference> wanted, Optional<Platform> platform, ImageReference as) {
    public ArchivedImage of(List<ArchivedImage> images) throws ImageFormatException {
        return of(images, ArchivedImage::names);
    }

    /** @param names of an image in the archive */
    public <T> T of(List<T> images, Function<T, List<ImageReference>> names) throws ImageFormatException {
        List<T> fitting = images.stream()
                .filter(image -> wanted.isEmpty() || names.apply(image).contains(wanted.get()))
                .toList();
        if (wanted.isEmpty() && fitting.size() > 1) {
            throw new ImageFormatException(
                    "the archive has " + fitting.size() + " images: name the one that is wanted after a colon");
        }
        if (fitting.isEmpty()) {
            throw new ImageFormatException("the archive has no image"
                    + wanted.map(name -> " " + name.familiar()).orElse(""));
        }
        return fitting.getFirst();
    }

    public ArchivedImage renamed(ArchivedImage image) {
        return new ArchivedImage(image.document(), image.config(), image.layers(), List.of(as));
    }
}
