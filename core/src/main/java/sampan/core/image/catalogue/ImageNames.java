package sampan.core.image.catalogue;

import java.util.List;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;

/** Which image a person means, by Docker's rules. */
public final class ImageNames {
    private static final int FULL_ID = 64;

    private ImageNames() {}

    public static ImageId resolve(String nameOrId, ImageIndex index) {
        Optional<ImageId> full = fullId(nameOrId);
        if (full.isPresent()) {
            if (!index.contains(full.get())) {
                throw noSuchImage(full.get().toString());
            }
            return full.get();
        }
        Optional<ImageReference> reference = reference(nameOrId);
        Optional<ImageId> named = reference.flatMap(name -> index.named(name.withDefaultTag()));
        if (named.isPresent()) {
            return named.get();
        }
        return startingWith(nameOrId, index)
                .orElseThrow(() -> noSuchImage(
                        reference.map(name -> name.withDefaultTag().familiar()).orElse(nameOrId)));
    }

    private static Optional<ImageId> fullId(String text) {
        try {
            boolean bare = text.length() == FULL_ID && text.indexOf(':') < 0;
            return Optional.of(ImageId.parse(bare ? "sha256:" + text : text));
        } catch (ImageFormatException notAnId) {
            return Optional.empty();
        }
    }

    private static Optional<ImageReference> reference(String text) {
        try {
            return Optional.of(ImageReference.parse(text));
        } catch (ImageFormatException malformed) {
            throw new EngineException.InvalidArgument(String.valueOf(malformed.getMessage()));
        }
    }

    private static Optional<ImageId> startingWith(String prefix, ImageIndex index) {
        List<ImageId> matching =
                index.ids().stream().filter(id -> isPrefix(prefix, id)).toList();
        if (matching.size() > 1) {
            throw new EngineException.InvalidArgument("multiple IDs found with provided prefix: " + prefix);
        }
        return matching.stream().findFirst();
    }

    /** With or without the algorithm. */
    public static boolean isPrefix(String prefix, ImageId id) {
        Digest digest = id.digest();
        return !prefix.isEmpty()
                && (digest.hex().startsWith(prefix) || digest.toString().startsWith(prefix));
    }

    private static EngineException noSuchImage(String name) {
        return new EngineException.NotFound("No such image: " + name);
    }
}
